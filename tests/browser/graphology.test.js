// The GEXF files as graphology reads them.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import graphology from "graphology";
import gexf from "graphology-gexf";

const folder = process.env.GRAPHS || new URL("../../target/tmp/graphs", import.meta.url).pathname;
const read = (name) => gexf.parse(graphology.MultiGraph || graphology, fs.readFileSync(`${folder}/${name}`, "utf8"));

for (const name of ["graph.gexf", "graph-dynamic.gexf"]) {
  test(name, () => {
    const graph = read(name);
    assert.equal(graph.type, "undirected");
    assert.ok(graph.order > 0 && graph.size > 0);
    graph.forEachNode((id, node) => {
      assert.ok(node.label && node.color && node.size > 0);
      assert.ok(Number.isFinite(node.x) && Number.isFinite(node.y));
      assert.ok(["person", "country", "organization", "place"].includes(node.type));
    });
    graph.forEachEdge((id, edge) => assert.ok(edge.weight > 0));
  });
}

test("events.gexf", () => {
  const graph = read("events.gexf");
  assert.equal(graph.type, "directed");
  graph.forEachEdge((id, edge) => assert.match(edge.kind, /^[A-Z]+$/));
});
