"""JSON: writing and reading nested values, with and without indentation."""
import json


def main():
    rows = [
        {"id": i, "name": f"name {i}", "tags": ["a", "b\u00e9", str(i)], "score": i * 0.5, "ok": i % 2 == 0, "next": None}
        for i in range(3_000)
    ]
    total = 0
    for turn in range(20):
        text = json.dumps(rows)
        back = json.loads(text)
        assert back == rows
        total += len(text)
    pretty = json.dumps({"rows": rows}, indent=2, sort_keys=True)
    sizes = json.loads(pretty, parse_float=str)["rows"]
    print(total, len(pretty), sizes[7]["score"], sum(row["id"] for row in sizes))


if __name__ == "__main__":
    main()
