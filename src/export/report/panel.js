// One entity, or one tie, at the side of the page.
let opener = null;

function openEntity(i) {
  if ($("panel").hidden) opener = document.activeElement;
  go({ e: D.nodes[i].id, p: "" }, true);
}
function openTie(i) {
  if ($("panel").hidden) opener = document.activeElement;
  const edge = D.edges[i];
  go({ p: D.nodes[edge.s].id + "~" + D.nodes[edge.t].id, e: "" }, true);
}
function closePanel() {
  go({ e: "", p: "", ego: 0 }, true);
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

function drawPanel(focus) {
  const panel = $("panel");
  let body = null;
  let label = "";
  if (state.e) {
    const i = BY_ID.get(state.e);
    body = entityPanel(i);
    label = nameOf(i);
  } else if (state.p) {
    const ends = state.p.split("~").map((id) => BY_ID.get(id));
    const edge = ends.length === 2 && ends.every((i) => i !== undefined) ? edgeBetween(ends[0], ends[1]) : -1;
    if (edge >= 0) {
      body = tiePanel(edge);
      label = t("tie", nameOf(ends[0]), nameOf(ends[1]));
    }
  }
  panel.hidden = !body;
  document.body.classList.toggle("with-panel", Boolean(body));
  if (!body) {
    panel.textContent = "";
    return;
  }
  panel.setAttribute("aria-label", label);
  const scrolled = panel.dataset.shows === label ? panel.scrollTop : 0;
  panel.dataset.shows = label;
  fill(panel, h("button", { type: "button", class: "close", id: "close", "aria-label": t("close"), title: t("close"), onclick: closePanel }, "×"), body);
  panel.scrollTop = scrolled;
  if (focus) {
    const heading = panel.querySelector("h2");
    if (heading) heading.focus({ preventScroll: true });
  }
}

function section(title) {
  const rest = Array.prototype.slice.call(arguments, 1);
  return h("section", {}, h("h3", {}, title), rest);
}
// A list that shows its first few, and the rest when asked.
function growing(items, first, make) {
  const list = h("ul", { class: "plain" });
  let shown = 0;
  const more = h("button", { type: "button", class: "button small", onclick: () => grow(first * 3) });
  function grow(by) {
    items.slice(shown, shown + by).forEach((item) => add(list, make(item)));
    shown = Math.min(items.length, shown + by);
    more.hidden = shown >= items.length;
    more.textContent = t("moreItems", number(Math.min(first * 3, items.length - shown)));
  }
  grow(first);
  return [list, more];
}

function entityPanel(i) {
  const node = D.nodes[i];
  const ties = TIES[i];
  const other = (k) => (D.edges[k].s === i ? D.edges[k].t : D.edges[k].s);
  const main = nameOf(i);
  const second = otherName(i);
  const fact = (word, value, note) => [h("dt", {}, t(word)), h("dd", {}, value, note ? h("span", { class: "muted" }, " " + note) : null)];
  const rank = (field) => t("rank", number(RANKS[field][i]));
  const also = node.al.filter((name) => name !== node.zh && name !== node.en);
  const positions = D.positions.filter((p) => p.p === i).sort((a, b) => (a.f < b.f ? -1 : a.f > b.f ? 1 : b.n - a.n));
  const holders = D.positions.filter((p) => p.b === i);
  const events = D.relations.filter((r) => r.s === i || r.o === i).sort((a, b) => (D.docs[a.d].d < D.docs[b.d].d ? 1 : -1));
  const pairs = D.pairs.filter((p) => p.i === i);
  return h("article", {},
    h("p", { class: "kicker" }, dot(TYPE_COLOR[node.k] || GREY), typeWord(node.k)),
    h("h2", { tabindex: "-1", lang: node.zh && main === node.zh ? "zh" : null }, main),
    second ? h("p", { class: "second", lang: second === node.zh ? "zh" : "en" }, second) : null,
    also.length ? h("p", { class: "aliases" }, h("span", { class: "muted" }, t("aliases") + " "), also.slice(0, 12).join(state.lang === "zh" ? "、" : ", ")) : null,
    h("div", { class: "actions" },
      state.v !== "network" ? h("button", { type: "button", class: "button strong", onclick: () => { go({ v: "network" }, true); if (picture) picture.centreOn(i); } }, t("showInNetwork")) : null,
      h("button", { type: "button", class: "button", "aria-pressed": String(Boolean(state.ego)), onclick: () => { go({ v: "network", ego: state.ego ? 0 : 1 }, true); if (picture) picture.fit(); } }, t(state.ego ? "allEntities" : "onlyNeighbours"))),
    h("dl", { class: "facts" },
      fact("mentions", number(node.n), rank("n")), fact("documents", number(node.d)),
      fact("degree", number(node.deg)), fact("weighted", number(node.wd), rank("wd")),
      fact("pagerank", node.pr.toFixed(5), rank("pr")), fact("betweenness", node.bt.toFixed(5), rank("bt")),
      fact("first", node.f || "—"), fact("last", node.l || "—"),
      node.c === null ? null : [h("dt", {}, t("group")), h("dd", {}, dot(communityColor(node.c)), communityName(node.c))],
      fact("core", number(node.co))),
    BINS.length > 1 && node.m.length ? section(t("timeline"), timeChart(spread(node.m), { label: t("timeline"), height: 90, color: TYPE_COLOR[node.k] })) : null,
    positions.length ? section(t("positionsOf"), growing(positions, 8, (p) => positionItem(p, i, true))) : null,
    holders.length ? section(t("holders"), growing(holders, 8, (p) => positionItem(p, i, false))) : null,
    section(t("neighboursN", number(ties.length)), ties.length ? growing(ties, 15, (k) => neighbourItem(k, i, other(k))) : h("p", { class: "empty" }, t("noNeighbours"))),
    events.length ? section(t("eventsOf"), growing(events, 6, eventItem)) : null,
    pairs.length ? section(t("pairsOf"), growing(pairs, 6, (p) => h("li", {}, h("span", { lang: "zh" }, p.zh), " / ", h("span", { lang: "en" }, p.la), h("span", { class: "muted" }, " " + t(p.q) + " · " + number(p.n) + "×")))) : null);
}

function dates(first, last) {
  if (!first) return "";
  return first === last || !last ? first : first + " – " + last;
}
function positionItem(p, i, ofPerson) {
  const sentence = h("details", { class: "proof" },
    h("summary", {},
      h("span", { class: "grow" }, ofPerson
        ? [h("span", { lang: "zh" }, p.t), " · ", p.b === null ? p.bn : nameOf(p.b)]
        : [p.p === null ? p.pn : nameOf(p.p), " · ", h("span", { lang: "zh" }, p.t)]),
      h("span", { class: "muted" }, dates(p.f, p.l) + (p.n > 1 ? " · " + number(p.n) + "×" : ""))));
  sentence.addEventListener("toggle", () => {
    if (sentence.open && sentence.children.length === 1) {
      const names = namesOf(i).concat(p.t);
      const far = ofPerson ? p.b : p.p;
      add(sentence, h("ul", { class: "quotes" }, quote(p.d, p.e, names.concat(far === null ? [] : namesOf(far)))));
      if (far !== null) add(sentence, entityButton(far));
    }
  });
  return h("li", {}, sentence);
}
function neighbourItem(k, i, j) {
  const edge = D.edges[k];
  const heaviest = D.edges[TIES[i][0]].w;
  const details = h("details", { class: "proof neighbour" }, h("summary", {},
    dot(TYPE_COLOR[D.nodes[j].k] || GREY), h("span", { class: "grow" }, nameOf(j), otherName(j) ? h("span", { class: "entity-other" }, otherName(j)) : null),
    h("span", { class: "mini", "aria-hidden": "true" }, h("span", { style: { width: ((edge.w / heaviest) * 100).toFixed(1) + "%" } })),
    h("span", { class: "muted num" }, number(edge.w) + "×")));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      add(details, tieProof(k));
      add(details, h("p", { class: "actions" }, entityButton(j), h("button", { type: "button", class: "button small", onclick: () => openTie(k) }, t("tie", nameOf(i), nameOf(j)))));
    }
  });
  return h("li", {}, details);
}
function tieProof(k) {
  const edge = D.edges[k];
  const names = namesOf(edge.s).concat(namesOf(edge.t));
  if (!edge.e.length) return h("p", { class: "empty" }, t("noSentences"));
  const items = [];
  for (let at = 0; at < edge.e.length; at += 2) items.push(quote(edge.e[at], edge.e[at + 1], names));
  return h("ul", { class: "quotes" }, items);
}
function eventItem(r) {
  const names = [r.w].concat(r.s === null ? r.sn : namesOf(r.s), r.o === null ? r.on : namesOf(r.o)).filter(Boolean);
  const details = h("details", { class: "proof" }, h("summary", {},
    h("span", { class: "grow" }, nameHere(r.s, r.sn), " ", eventChip(r), " ", nameHere(r.o, r.on)),
    h("span", { class: "muted" }, D.docs[r.d].d)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) add(details, h("ul", { class: "quotes" }, quote(r.d, r.e, names)));
  });
  return h("li", {}, details);
}

function tiePanel(k) {
  const edge = D.edges[k];
  const events = D.relations.filter((r) => (r.s === edge.s && r.o === edge.t) || (r.s === edge.t && r.o === edge.s));
  return h("article", {},
    h("p", { class: "kicker" }, t("tieWord")),
    h("h2", { tabindex: "-1" }, t("tie", nameOf(edge.s), nameOf(edge.t))),
    h("p", { class: "second" }, t("tieFacts", number(edge.w), number(edge.d))),
    h("div", { class: "actions" }, entityButton(edge.s), entityButton(edge.t),
      state.v !== "network" ? h("button", { type: "button", class: "button", onclick: () => { go({ v: "network" }, true); if (picture) picture.fit([edge.s, edge.t]); } }, t("showInNetwork")) : null),
    h("dl", { class: "facts" },
      h("dt", {}, t("npmi")), h("dd", {}, edge.n.toFixed(3)), h("dt", {}, t("g2")), h("dd", {}, number(edge.g)),
      h("dt", {}, t("first")), h("dd", {}, edge.f || "—"), h("dt", {}, t("last")), h("dd", {}, edge.l || "—")),
    BINS.length > 1 && edge.m.length ? section(t("tieTimeline"), timeChart(spread(edge.m), { label: t("tieTimeline"), height: 90, color: "var(--accent)" })) : null,
    section(t("sentencesOf"), tieProof(k)),
    section(t("eventsBetween"), events.length ? growing(events, 8, eventItem) : h("p", { class: "empty" }, t("noEvents"))));
}
