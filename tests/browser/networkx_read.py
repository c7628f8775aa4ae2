"""Reads the graph files with networkx (3.6 or later) and takes the measures again."""

import json
import sys

import networkx as nx

folder = sys.argv[1]
graph = nx.read_gexf(f"{folder}/graph.gexf")
timed = nx.read_gexf(f"{folder}/graph-dynamic.gexf")
events = nx.read_gexf(f"{folder}/events.gexf")
with open(f"{folder}/graph.json", encoding="utf-8") as file:
    linked = nx.node_link_graph(json.load(file))
graphml = nx.read_graphml(f"{folder}/graph.graphml")
pajek = nx.read_pajek(f"{folder}/graph.net")

shape = (graph.number_of_nodes(), graph.number_of_edges())
for other in (timed, linked, graphml, pajek):
    assert (other.number_of_nodes(), other.number_of_edges()) == shape, other
assert events.is_directed() and not graph.is_directed()
for a, b, data in graph.edges(data=True):
    for other in (linked, graphml):
        assert other.edges[a, b]["weight"] == data["weight"]

ranks = nx.pagerank(graph, weight="weight", tol=1e-12, max_iter=10000)
between = nx.betweenness_centrality(graph)
cores = nx.core_number(graph)
exact = linked.graph["betweenness_pivots"] is None
groups = {}
for node, data in graph.nodes(data=True):
    assert abs(data["pagerank"] - ranks[node]) < 1e-8, node
    assert not exact or abs(data["betweenness"] - between[node]) < 1e-8, node
    assert data["core"] == cores[node], node
    groups.setdefault(data.get("community", node), set()).add(node)
modularity = nx.community.modularity(graph, groups.values())
assert abs(modularity - linked.graph["modularity"]) < 1e-6
assert all(nx.is_connected(graph.subgraph(group)) for group in groups.values())
print(f"{shape[0]} nodes, {shape[1]} edges, {len(groups)} groups, modularity {modularity:.4f}: as networkx has it")
