"""Reads the graph files of each folder given with networkx (3.6 or later), compares what they hold, and takes the measures again."""

import csv
import json
import sys
from pathlib import Path

import networkx as nx

NODE = ["type", "name_zh", "name_en", "aliases", "mentions", "documents", "first_published", "last_published", "degree", "weighted_degree",
        "pagerank", "betweenness", "community", "core", "component"]
EDGE = ["weight", "documents", "npmi", "g2", "disparity", "first_published", "last_published"]


def same(a, b):
    if a in (None, "") or b in (None, ""):
        return a in (None, "") and b in (None, "")
    if isinstance(a, (int, float)) or isinstance(b, (int, float)):
        return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(b)))
    # XML cannot hold control characters; JSON and CSV do.
    clean = lambda text: "".join(c for c in str(text) if c >= " ")
    return clean(a) == clean(b)


def pagerank(graph):
    """Power iteration, weighted; a node without edges jumps anywhere."""
    count, damping = len(graph), 0.85
    strength = dict(graph.degree(weight="weight"))
    rank = dict.fromkeys(graph, 1 / count)
    for _ in range(1000):
        stranded = sum(rank[n] for n in graph if not strength[n])
        new = {
            n: (1 - damping + damping * stranded) / count
            + damping * sum(rank[m] * data["weight"] / strength[m] for m, data in graph[n].items())
            for n in graph
        }
        change = sum(abs(new[n] - rank[n]) for n in graph)
        rank = new
        if change < 1e-13:
            break
    return rank


def disparity(graph, a, b):
    """Serrano, Boguñá & Vespignani 2009: the lower of the two ends' chances."""
    def chance(node):
        degree = graph.degree(node)
        share = graph.edges[a, b]["weight"] / graph.degree(node, weight="weight")
        return 1.0 if degree < 2 else (1 - share) ** (degree - 1)
    return min(chance(a), chance(b))


def table(path, key):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {key(row): row for row in csv.DictReader(file)}


def check(folder):
    graph = nx.read_gexf(folder / "graph.gexf")
    timed = nx.read_gexf(folder / "graph-dynamic.gexf")
    linked = nx.node_link_graph(json.loads((folder / "graph.json").read_text(encoding="utf-8")))
    graphml = nx.read_graphml(folder / "graph.graphml")
    pajek = nx.read_pajek(folder / "graph.net", encoding="utf-8-sig")
    nodes = table(folder / "nodes.csv", lambda row: row["Id"])
    edges = table(folder / "edges.csv", lambda row: frozenset((row["Source"], row["Target"])))
    shape = (graph.number_of_nodes(), graph.number_of_edges())
    for other in (timed, linked, graphml, pajek):
        assert (other.number_of_nodes(), other.number_of_edges()) == shape, other
    assert (len(nodes), len(edges)) == shape and not graph.is_directed()
    for node, data in graph.nodes(data=True):
        for name in NODE:
            values = [data.get(name), linked.nodes[node].get(name), graphml.nodes[node].get(name), nodes[node][name]]
            assert all(same(values[0], value) for value in values[1:]), (node, name, values)
        assert same(data["label"], linked.nodes[node]["label"]) and same(data["label"], graphml.nodes[node]["label"])
        assert same(data["viz"]["position"]["x"], graphml.nodes[node]["x"]), node
    for a, b, data in graph.edges(data=True):
        row = edges[frozenset((a, b))]
        for name in EDGE:
            values = [data.get(name), linked.edges[a, b].get(name), graphml.edges[a, b].get(name), row["Weight" if name == "weight" else name]]
            assert all(same(values[0], value) for value in values[1:]), (a, b, name, values)
    # The measures again.
    ranks, between, cores = pagerank(graph), nx.betweenness_centrality(graph), nx.core_number(graph)
    assert linked.graph["betweenness_pivots"] is None
    components = sorted(nx.connected_components(graph), key=len, reverse=True)
    groups = {}
    for node, data in graph.nodes(data=True):
        assert data["degree"] == graph.degree(node) and data["weighted_degree"] == graph.degree(node, weight="weight"), node
        assert abs(data["pagerank"] - ranks[node]) < 2e-9, (node, data["pagerank"], ranks[node])
        assert abs(data["betweenness"] - between[node]) < 1e-8, node
        assert data["core"] == cores[node], node
        groups.setdefault(data.get("community") or node, set()).add(node)
    for members in components:
        numbers = {graph.nodes[n]["component"] for n in members}
        assert len(numbers) == 1 and len(members) == sum(data["component"] in numbers for _, data in graph.nodes(data=True))
    for a, b, data in graph.edges(data=True):
        assert abs(data["disparity"] - disparity(graph, a, b)) < 1e-8, (a, b)
    modularity = nx.community.modularity(graph, groups.values())
    assert abs(modularity - linked.graph["modularity"]) < 1e-6
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups.values())
    louvain = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    assert modularity > louvain - 0.02, (modularity, louvain)
    # The directed graph of stated events.
    events = nx.read_gexf(folder / "events.gexf")
    others = [
        nx.read_graphml(folder / "events.graphml"),
        nx.node_link_graph(json.loads((folder / "events.json").read_text(encoding="utf-8"))),
        nx.read_pajek(folder / "events.net", encoding="utf-8-sig"),
    ]
    weight = sum(data["weight"] for _, _, data in events.edges(data=True))
    assert events.is_directed() and events.number_of_edges() > 0
    for other in others:
        assert other.is_directed() and other.number_of_edges() == events.number_of_edges(), other
        assert sum(float(data["weight"]) for _, _, data in other.edges(data=True)) == weight
    for other in others[:2]:
        kinds = lambda g: sorted((a, b, d.get("relation")) for a, b, d in g.edges(data=True))
        assert kinds(other) == kinds(events)
    print(f"{folder.name}: {shape[0]} nodes, {shape[1]} edges, {len(groups)} groups, modularity {modularity:.4f} (Louvain {louvain:.4f})")


for name in sys.argv[1:]:
    check(Path(name))
