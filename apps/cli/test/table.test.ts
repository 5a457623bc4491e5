import { describe, expect, it } from "@jest/globals";
import { renderTable } from "../src/output/table.ts";

describe("renderTable()", () => {
  it("aligns its columns, with one row a line", () => {
    const table = renderTable(
      [{ title: "KIND" }, { title: "ENTRIES", align: "right" }, { title: "URL" }],
      [
        ["urlset", 5, "https://a.example/"],
        ["text", 12_345, null],
      ],
    );

    expect(table.split("\n")).toEqual([
      "KIND    ENTRIES  URL",
      "urlset        5  https://a.example/",
      "text      12345  -",
    ]);
  });

  it("keeps a hostile cell on its line", () => {
    const table = renderTable([{ title: "URL" }], [["a\nb\u001b[2Jc"]]);

    expect(table.split("\n")).toEqual(["URL", "abc"]);
  });
});
