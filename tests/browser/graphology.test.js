// The GEXF files as graphology reads them, on which Gephi Lite stands; counts and attributes are those of graph.json.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import graphology from "graphology";
import gexf from "graphology-gexf";

const base = process.env.GRAPHS || new URL("../../target/tmp/graphs", import.meta.url).pathname;
const folders = fs.readdirSync(base).filter((name) => fs.existsSync(`${base}/${name}/graph.json`));
const read = (folder, name) => gexf.parse(graphology.MultiGraph || graphology, fs.readFileSync(`${base}/${folder}/${name}`, "utf8"));
const json = (folder, name) => JSON.parse(fs.readFileSync(`${base}/${folder}/${name}`, "utf8"));
// XML cannot hold control characters, and empty values are left out of it.
const clean = (value) => (typeof value === "string" ? value.replace(/[\u0000-\u001f]/g, "") : value) ?? "";

test("there are files", () => assert.ok(folders.length >= 4, String(folders)));

for (const folder of folders) {
  for (const name of ["graph.gexf", "graph-dynamic.gexf"]) {
    test(`${folder}/${name}`, () => {
      const graph = read(folder, name);
      const other = json(folder, "graph.json");
      assert.equal(graph.type, "undirected");
      assert.deepEqual([graph.order, graph.size], [other.nodes.length, other.edges.length]);
      for (const node of other.nodes) {
        const data = graph.getNodeAttributes(node.id);
        for (const key of ["label", "type", "name_zh", "name_en", "aliases", "mentions", "documents", "degree", "weighted_degree", "pagerank", "betweenness", "community", "core", "component"]) {
          assert.equal(clean(data[key]), clean(node[key]), `${node.id} ${key}`);
        }
        assert.ok(Math.abs(data.x - node.x) < 0.011 && Math.abs(data.y - node.y) < 0.011, node.id);
        assert.ok(/^#|^rgb/.test(data.color) && data.size > 0);
      }
      for (const edge of other.edges) {
        const data = graph.getEdgeAttributes(graph.edges(edge.source, edge.target)[0]);
        // graphology does not read weights that change with time.
        if (name === "graph.gexf") assert.equal(data.weight, edge.weight);
        if (name === "graph.gexf") for (const key of ["documents", "npmi", "g2", "disparity", "first_published"]) assert.equal(clean(data[key]), clean(edge[key]), key);
      }
    });
  }

  if (fs.existsSync(`${base}/${folder}/events.json`)) {
    test(`${folder}/events.gexf`, () => {
      const graph = read(folder, "events.gexf");
      const other = json(folder, "events.json");
      assert.equal(graph.type, "directed");
      assert.equal(graph.size, other.edges.length);
      graph.forEachEdge((id, edge) => assert.match(edge.kind, /^[A-Z]+$/));
    });
  }
}
