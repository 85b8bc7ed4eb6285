"""W3C Web Annotations (JSON-LD): each target as an annotation of its text, corrections as assessments of targets.

After the Web Annotation Data Model (W3C Recommendation, 23 February 2017). A target is found by position (code
points) and by quote; tags carry the fields with fixed values for any reader, and a JSON body carries the whole
record, so that reading gives back what was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qcompare import output
from qcompare.corrections.records import Correction
from qcompare.errors import SchemaError, SourceError
from qcompare.exchange.bundle import Bundle, Item, Record, guid
from qcompare.schema import TARGETS
from qcompare.text.formats.limits import MAX_FILE, check_size

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_CONTEXT_CHARACTERS = 32
_TAGS = tuple(field.name for field in TARGETS if field.values)


def write_annotations(bundle: Bundle, path: Path) -> None:
    """Write one JSON-LD file: a collection with one page of annotations."""
    output.write(path, json.dumps(collection(bundle), ensure_ascii=False, indent=1) + "\n")


def collection(bundle: Bundle) -> Record:
    """Return the annotations of a bundle as an AnnotationCollection."""
    items = [_about(item) for item in bundle.items]
    items += [_target(item, number, target) for item in bundle.items for number, target in enumerate(item.targets)]
    texts = bundle.texts
    items += [_correction(correction, texts[correction.plan]) for correction in bundle.corrections]
    name = "urn:uuid:" + guid("collection", *(item.name for item in bundle.items))
    page = {"id": f"{name}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    label = "Targets of plans, coded by qcompare"
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "first": page,
    }


def _annotation(key: str, motivation: str, bodies: list[Record], target: Record | str, **more: Any) -> Record:
    return {
        "id": f"urn:uuid:{key}",
        "type": "Annotation",
        "motivation": motivation,
        **more,
        "body": bodies,
        "target": target,
    }


def _record(value: Mapping[str, Any], purpose: str = "describing") -> Record:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "format": "application/json",
        "value": json.dumps(value, ensure_ascii=False),
    }


def _source(text: str) -> str:
    """Name a text by its contents, wherever a copy of it lies."""
    return "urn:sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _about(item: Item) -> Record:
    """Annotate a whole text: its name, what is known of it, and the text itself."""
    bodies = [
        {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": item.name},
        _record(item.about),
        {"type": "TextualBody", "purpose": "linking", "format": "text/plain", "value": item.text},
    ]
    return _annotation(guid("about", item.name), "identifying", bodies, _source(item.text))


def _target(item: Item, number: int, target: Record) -> Record:
    tags = [
        {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": f"{name}:{target[name]}"}
        for name in _TAGS
        if target.get(name) is not None
    ]
    generator = {"id": "urn:qcompare", "type": "Software", "name": "qcompare"}
    bodies = [_record(target), *tags]
    return _annotation(
        guid("target", item.name, number), "classifying", bodies, _place(item.text, target), generator=generator
    )


def _correction(correction: Correction, text: str) -> Record:
    creator = {"id": "urn:uuid:" + guid("user", correction.coder), "type": "Person", "name": correction.coder}
    bodies = [_record(correction.record(), "assessing")]
    if correction.reason:
        bodies.append(
            {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": correction.reason}
        )
    place = _place(text, correction.target)
    return _annotation(
        guid("note", correction.id), "assessing", bodies, place, creator=creator, created=correction.when
    )


def _place(text: str, target: Mapping[str, Any]) -> Record:
    start, end = target["start"], target["end"]
    quote = {
        "type": "TextQuoteSelector",
        "exact": target["quote"],
        "prefix": text[max(0, start - _CONTEXT_CHARACTERS) : start],
        "suffix": text[end : end + _CONTEXT_CHARACTERS],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": _source(text), "selector": [position, quote]}


def read_annotations(path: Path) -> Bundle:
    """Return the plans, targets and corrections in a file that :func:`write_annotations` wrote.

    Raises
    ------
    SourceError
        If it is no such file.
    """
    try:
        check_size(str(path), path.stat().st_size, 4 * MAX_FILE)
        document = json.loads(path.read_bytes().decode("utf-8-sig", "surrogatepass"))
        if document.get("@context") != CONTEXT:
            raise SchemaError(f"its @context is not {CONTEXT}")
        return _bundle(document["first"]["items"])
    except SourceError:
        raise
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        problem = f"it holds no annotations ({str(error)[:100]})"
        raise SourceError(path, problem, "give a file that `qcompare export annotations` wrote") from None


def _bundle(annotations: list[Record]) -> Bundle:
    bundle = Bundle()
    by_name: dict[str, Item] = {}
    for annotation in annotations:
        bodies = annotation["body"]
        if annotation["motivation"] == "identifying":
            item = Item(bodies[0]["value"], bodies[2]["value"], json.loads(bodies[1]["value"]))
            if _source(item.text) != annotation["target"]:
                raise SchemaError(f"the text of {item.name} is not the one that was annotated")
            by_name[item.name] = item
            bundle.items.append(item)
        elif annotation["motivation"] == "classifying":
            target = json.loads(bodies[0]["value"])
            by_name[target["plan"]].targets.append(target)
        elif annotation["motivation"] == "assessing":
            bundle.corrections.append(Correction.from_record(json.loads(bodies[0]["value"])))
    return bundle
