// The first page: how much there is, who stands at the centre, and who is tied to whom.
let centreKind = "person";

function overview() {
  const sum = D.summary;
  const cuts = D.meta.cuts;
  if (!sum.documents && !D.nodes.length) return h("p", { class: "empty" }, t("emptyArchive"));
  const tile = (view, word, value, note) => {
    const inside = [h("span", { class: "tile-value" }, number(value)), h("span", { class: "tile-word" }, t(word)), note ? h("span", { class: "tile-note" }, note) : null];
    return h("li", {}, view ? h("button", { type: "button", class: "tile", onclick: () => go({ v: view }) }, inside) : h("div", { class: "tile" }, inside));
  };
  return h("div", { class: "page" },
    h("ul", { class: "tiles" },
      tile("", "articles", sum.documents, sum.duplicates ? t("duplicates", number(sum.duplicates)) : null),
      tile("", "sources", sum.by_source.filter(([i]) => D.sources[i]).length),
      tile("person", "people", sum.entities[0]),
      tile("country", "countries", sum.entities[1]),
      tile("organization", "organizations", sum.entities[2]),
      tile("place", "places", sum.entities[3]),
      tile("pairs", "namePairs", cuts.pairs),
      tile("relations", "events", cuts.relations)),
    h("div", { class: "columns" }, centreCard(), tiesCard()),
    communityCard(),
    timeCard(),
    sourceCard(),
    aboutCard());
}

function card(title, help) {
  const rest = Array.prototype.slice.call(arguments, 2);
  return h("section", { class: "card" }, h("h2", {}, title), help ? h("p", { class: "help" }, help) : null, rest);
}

function centreCard() {
  const place = h("div");
  const kinds = ["person", "country", "organization"].filter((k) => D.nodes.some((n) => n.k === k));
  if (!kinds.includes(centreKind)) centreKind = kinds[0] || "person";
  const buttons = kinds.map((kind) => h("button", { type: "button", "aria-pressed": String(kind === centreKind), onclick: () => { centreKind = kind; draw(); } }, t(kind)));
  function draw() {
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(kinds[k] === centreKind)));
    const top = D.nodes.map((_, i) => i).filter((i) => D.nodes[i].k === centreKind)
      .sort((a, b) => D.nodes[b].pr - D.nodes[a].pr || a - b).slice(0, 12);
    fill(place, barList(top.map((i) => ({
      head: entityButton(i), value: D.nodes[i].pr, color: TYPE_COLOR[centreKind],
      text: number(D.nodes[i].n) + " " + t("mentions").toLowerCase(),
    }))));
  }
  draw();
  return card(t("centre"), t("centreHelp"), kinds.length > 1 ? h("div", { class: "switch", role: "group", "aria-label": t("type") }, buttons) : null, place);
}

function tiesCard() {
  const between = D.edges.map((_, i) => i).filter((i) => D.nodes[D.edges[i].s].k === "person" && D.nodes[D.edges[i].t].k === "person").slice(0, 12);
  const top = between.length >= 3 ? between : D.edges.map((_, i) => i).slice(0, 12);
  if (!top.length) return card(t("ties"), null, h("p", { class: "empty" }, t("none")));
  return card(t("ties"), between.length >= 3 ? t("tiesHelp") : null, barList(top.map((i) => ({
    head: tieButton(i), value: D.edges[i].w, text: number(D.edges[i].w) + "×",
  }))));
}
function tieButton(i) {
  const edge = D.edges[i];
  return h("button", { type: "button", class: "entity", onclick: () => openTie(i) },
    dot(TYPE_COLOR[D.nodes[edge.s].k] || GREY), h("span", { class: "entity-name" }, nameOf(edge.s)),
    h("span", { class: "tie-mark", "aria-hidden": "true" }, "—"), h("span", { class: "hidden-text" }, " – "),
    dot(TYPE_COLOR[D.nodes[edge.t].k] || GREY), h("span", { class: "entity-name" }, nameOf(edge.t)));
}

function timeCard() {
  const title = t(D.meta.grain === "day" ? "articlesByDay" : "articlesByMonth");
  const undated = D.summary.undated ? t("undated", number(D.summary.undated)) : null;
  return card(title, undated, BINS.length ? timeChart(D.summary.by_bin, { label: title, height: 200 }) : h("p", { class: "empty" }, t("none")));
}

function sourceCard() {
  const items = D.summary.by_source.slice(0, 24).map(([i, count]) => ({
    head: h("span", { lang: "zh" }, D.sources[i] || "—"), value: count, text: number(count),
  }));
  return card(t("articlesBySource"), null, items.length ? h("div", { class: "many" }, barList(items)) : h("p", { class: "empty" }, t("none")));
}

function communityCard() {
  const groups = new Map();
  D.nodes.forEach((node, i) => {
    if (node.c === null) return;
    if (!groups.has(node.c)) groups.set(node.c, []);
    groups.get(node.c).push(i);
  });
  const top = COMMUNITIES.map((c) => [c, groups.get(c)]).filter((g) => g[1].length > 2).slice(0, 6);
  if (!top.length) return null;
  return card(t("communities"), t("communitiesHelp", D.meta.modularity.toFixed(2)), h("ul", { class: "groups" }, top.map(([c, members]) => {
    members.sort((a, b) => D.nodes[b].wd - D.nodes[a].wd || a - b);
    return h("li", { style: { "border-color": communityColor(c) } },
      h("h3", {}, communityName(c), h("span", { class: "tile-note" }, t("members", number(members.length)))),
      h("div", { class: "cloud" }, members.slice(0, 8).map((i) => entityButton(i, { short: true }))));
  })));
}

function aboutCard() {
  const cuts = D.meta.cuts;
  const lines = [];
  const cut = (word, shown, all) => { if (shown < all) lines.push(t(word, number(shown), number(all))); };
  cut("cutNodes", cuts.nodes_shown, cuts.nodes);
  cut("cutEdges", cuts.edges_shown, cuts.edges);
  lines.push(cuts.sentences_per_edge ? t("cutSentences", cuts.sentences_per_edge) : t("cutNoSentences"));
  cut("cutRelations", cuts.relations_shown, cuts.relations);
  cut("cutPositions", cuts.positions_shown, cuts.positions);
  cut("cutPairs", cuts.pairs_shown, cuts.pairs);
  lines.push(t("aboutWeight"));
  lines.push(D.meta.betweenness_pivots ? t("sampledBetweenness", number(D.meta.betweenness_pivots)) : t("exactBetweenness"));
  lines.push(t("aboutMachine"), t("selfContained"), t("madeBy", D.meta.generator));
  return card(t("aboutPage"), null, h("ul", { class: "about" }, lines.map((line) => h("li", {}, line))));
}
