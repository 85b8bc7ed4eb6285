"""The ``qcompare`` command: what it can do, and nothing loaded that the command asked for does not need.

Each sub-command lives in a module of :mod:`qcompare.commands` and is imported when it is called. Its one line of help
stands here, so that ``qcompare --help`` imports none of them.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from qcompare import output
from qcompare.documentation import PAGE_OF
from qcompare.errors import QCompareError, SourceError, unknown
from qcompare.speech import language, say

# name → module in qcompare.commands, one line of help
COMMANDS = {
    "code": ("code", "Targets of plans: one row per commitment, all fields of the codebook."),
    "numerals": ("numerals", "Numerals of plans, each with its role and its sentence."),
    "explain": ("explain", "Why a numeral or a level was read as it was: rules, words, sentence."),
    "rules": ("rules", "The rules of the coder, each with why and with sentences that show it."),
    "plans": ("plans", "What each plan says of itself, counts, and what is missing."),
    "check": ("check", "What was understood of each plan, and what to fill in."),
    "agreement": ("agreement", "Compare the coding with a coded set: precision, recall, alpha, differing rows."),
    "measure": ("measure", "The measures: specificity, ambition, alignment, vocabulary, robustness."),
    "report": ("report", "Run every notebook: tables, figures and pages."),
    "survey": ("survey", "Compare many plans: distributions, national goals, words, search."),
    "figures": ("figures", "Build the published figures, or check that they are what the data give."),
    "review": ("review", "Review the coding: write it out for people, take corrections back."),
    "export": ("export", "Write REFI-QDA projects, Web Annotations, a data package."),
    "init": ("init", "Start a study of your own plans."),
    "docs": ("docs", "Tutorials, how-to, reading results, codebook: the documentation, offline."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which one comes to use them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; an unknown name is answered with the nearest one."""
        if cmd_name not in COMMANDS:
            raise click.UsageError(unknown("command", cmd_name, COMMANDS), ctx)
        command = import_module(f"qcompare.commands.{COMMANDS[cmd_name][0]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"qcompare.commands.{COMMANDS[cmd_name][0]}.command is no click command")
        command.name = cmd_name  # each module calls its own ``command``
        if cmd_name in PAGE_OF:
            command.epilog = say(f"Step by step: qcompare docs {PAGE_OF[cmd_name]}")
        return translated(command)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the language of the user."""
        translated(self)
        self._help_option = None  # it was made before click spoke the language
        return super().get_help(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(text)) for name, (_, text) in COMMANDS.items()])


def translated(command: click.Command) -> click.Command:
    """Return a command whose help speaks the language of the user; nothing is done for English."""
    if language() == "en":
        return command
    for module in (click.core, click.formatting, click.decorators):
        vars(module)["_"] = say  # what click says itself: Usage, Options
    command.help = command.help and "\n\n".join(map(_paragraph, inspect.cleandoc(command.help).split("\n\n")))
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            option.help = say(" ".join(option.help.split()))
    for one in getattr(command, "commands", {}).values():
        translated(one)
    return command


def _paragraph(text: str) -> str:
    """Return a paragraph of a help text in Chinese; of examples, which stand as they are, what is said behind them."""
    if not text.startswith("\b"):
        return say(" ".join(text.split()))
    lines = []
    for line in text.splitlines():
        shown = re.fullmatch(r"(\s+\S.*?\s{2,})(\S.*)", line)
        lines.append(shown[1] + say(shown[2]) if shown else say(line) if not line.startswith(" ") else line)
    return "\n".join(lines)


def _show(error: click.ClickException) -> None:
    """Write what was wrong with a command."""
    if language() == "en":
        error.show()
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(say(f"Try '{context.command_path} --help' for help.") + "\n", err=True)
    click.echo(say(f"Error: {say(error.format_message())}"), err=True)


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"qcompare {version('qcompare')}")
        ctx.exit()


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def cli() -> None:
    """Read plans, code every target in them, and compare how specific, ambitious and aligned they are.

    Without PATH a command takes the plans of the study that you are in, else the five that come with qcompare. Data go to
    standard output or to -o, everything else to standard error. Exit code 0: all done; 1: some input could not be used, the rest was; 2: the command was wrong.

    \b
    Examples:
      qcompare code                               targets of the five plans
      qcompare code my_plans/ -o targets.csv      targets of your own
      qcompare plans 'plans/*.docx'               what was understood of each
      qcompare COMMAND --help                     all about a command
      qcompare docs                               tutorials, how-to, reference

    Where to begin: qcompare docs first, and with plans of your own: qcompare docs own
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``qcompare``; those of this process if left out.

    Returns
    -------
    int
        0: all done; 1: some input could not be used; 2: the command was wrong; 130: interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        # Chinese is written as UTF-8 whatever the locale says; a lone surrogate must not stop an error message
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="strict" if stream is sys.stdout else "backslashreplace")
    output.protect(None)
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="qcompare", standalone_mode=False
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("interrupted"), err=True)
        return 130
    except QCompareError as error:
        click.echo(f"qcompare: {say(str(error))}", err=True)
        return 1 if isinstance(error, SourceError) else 2
    except (BrokenPipeError, SystemExit):  # click leaves by the latter where a pipe breaks within a command
        _hush()  # the reader (head, less) has gone: nothing more to say
        return 0
    except OSError as error:  # a full disk, a folder that may not be written
        _hush()
        where = f"{str(error.filename)[:240]}: " if error.filename else ""
        problem = f"{where}{error.strerror or error}; look at the path, the disk and its permissions"
        click.echo(f"qcompare: {say(problem)}", err=True)
        return 2


def _hush() -> None:
    """Let go of what standard output could not take, so that nothing fails again on leaving."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
