"""Checks answers against an OpenAPI description of the API, when one is named by PORTICO_CONTRACT.

The description is stricter read than written: a property it does not declare is an error, and a nullable object must
be null or the object, not just any object.
"""

import json
import os
import re
from functools import cache

import jsonschema

SCHEMAS = "#/components/schemas/"
seen = 0
problems = []


@cache
def description():
    """The OpenAPI document, or None."""
    path = os.environ.get("PORTICO_CONTRACT")
    if not path:
        return None
    # The folder, or the file in it.
    path = os.path.join(path, "entitlement-management.openapi.json") if os.path.isdir(path) else path
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    return {
        "paths": [(_pattern(path), operations) for path, operations in document["paths"].items()],
        "schemas": document["components"]["schemas"],
        "responses": document["components"]["responses"],
        "plain": {},
    }


def _pattern(template):
    parts = re.split(r"(\{[^}]*\})", template)
    text = "".join("([^/']+)" if p.startswith("{") else re.escape(p) for p in parts)
    return re.compile(text.replace(r"microsoft\.graph\.", r"(?:microsoft\.graph\.)?"))


def see(response):
    """Checks one answer; problems are gathered for the contract test."""
    global seen
    known = description()
    path = response.request.url.path
    if known is None or not path.startswith("/v1.0/") or not response.content:
        return
    if "application/json" not in response.headers.get("content-type", ""):
        return
    schema = _schema_of(known, path.removeprefix("/v1.0"), response)
    if schema is None:
        return
    seen += 1
    for problem in check(known, schema, response.json()):
        problems.append(f"{response.request.method} {path} {response.status_code}: {problem}")


def _schema_of(known, path, response):
    if response.status_code >= 400:
        return {"$ref": SCHEMAS + "microsoft.graph.ODataErrors.ODataError"}
    fits = [(pattern, operations) for pattern, operations in known["paths"] if pattern.fullmatch(path)]
    if not fits:
        return None
    # The pattern with the fewest open places is the most exact.
    _, operations = min(fits, key=lambda fit: fit[0].groups)
    answers = operations.get(response.request.method.lower(), {}).get("responses", {})
    answer = answers.get(str(response.status_code)) or answers.get("2XX")
    if answer is None:
        return None
    if "$ref" in answer:
        answer = known["responses"][answer["$ref"].rsplit("/", 1)[1]]
    return answer.get("content", {}).get("application/json", {}).get("schema")


def check(known, schema, value):
    """Every way in which a value differs from its schema."""
    root = {"$defs": _plain_schemas(known), **_plain(schema)}
    found = jsonschema.Draft202012Validator(root).iter_errors(value)
    for error in found:
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    yield from _undeclared(known, schema, value, "")


def _plain_schemas(known):
    if not known["plain"]:
        known["plain"].update({name: _plain(schema) for name, schema in known["schemas"].items()})
    return known["plain"]


def _plain(schema):
    """OpenAPI 3.0 to JSON Schema: `nullable`, and `X or any nullable object` to `X or null`."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: schema[key] if key in ("enum", "pattern", "required") else _plain(schema[key])
        for key in schema
        if key not in ("nullable", "discriminator", "additionalProperties")
    }
    if "$ref" in plain:
        return {"$ref": plain["$ref"].replace(SCHEMAS, "#/$defs/")}
    if "anyOf" in plain:
        plain["anyOf"] = [{"type": "null"} if _any_nullable_object(s) else _plain(s) for s in schema["anyOf"]]
    if schema.get("nullable") is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
    return plain


def _any_nullable_object(schema):
    return schema == {"type": "object", "nullable": True}


def _undeclared(known, schema, value, path):
    """Properties of an answer that the description does not know."""
    if isinstance(value, list):
        items = _items(known, schema)
        for position, each in enumerate(value):
            yield from _undeclared(known, items, each, f"{path}/{position}")
    if not isinstance(value, dict):
        return
    declared = _properties(known, schema, value.get("@odata.type"))
    if not declared:
        return
    for name, each in value.items():
        if "@" in name:
            continue
        if name not in declared:
            yield f"{path}/{name}: not a property of this object"
        else:
            yield from _undeclared(known, declared[name], each, f"{path}/{name}")


def _resolved(known, schema):
    if "$ref" in schema:
        return known["schemas"][schema["$ref"].removeprefix(SCHEMAS)]
    for option in schema.get("anyOf", []):
        if "$ref" in option:
            return _resolved(known, option)
    return schema


def _items(known, schema):
    return _resolved(known, schema).get("items", {})


def _properties(known, schema, odata_type=None):
    """Declared properties, those of the actual type where the object names one."""
    if odata_type and odata_type.lstrip("#") in known["schemas"]:
        schema = {"$ref": SCHEMAS + odata_type.lstrip("#")}
    schema = _resolved(known, schema)
    properties = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        properties |= _properties(known, part)
    return properties
