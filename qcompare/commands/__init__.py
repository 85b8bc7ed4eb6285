"""The sub-commands of ``qcompare``, one module each; :mod:`qcompare.cli` imports one when it is called."""
