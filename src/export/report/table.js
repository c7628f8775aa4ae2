// Tables that can be searched, sorted and saved.
//
// A column has `key` (a word), `get` (the value to sort and save by), and perhaps `show` (what stands
// in the cell), `num` (right-aligned, largest first) and `wide`.
const TABLE_STATE = {};
const PAGE_ROWS = 100;

function table(name, rows, columns, options) {
  const memory = TABLE_STATE[name] || (TABLE_STATE[name] = { sort: options.sort, down: true, filter: "", shown: PAGE_ROWS });
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, folded(options.text(row)));
    return texts.get(row);
  };
  const body = h("tbody");
  const count = h("p", { class: "count", role: "status" });
  const more = h("button", { type: "button", class: "button", onclick: () => { memory.shown += PAGE_ROWS; draw(); } });
  const heads = columns.map((column) => {
    const button = h("button", {
      type: "button", onclick: () => {
        if (memory.sort === column.key) memory.down = !memory.down;
        else {
          memory.sort = column.key;
          memory.down = Boolean(column.num);
        }
        memory.shown = PAGE_ROWS;
        draw();
      },
    }, t(column.key), h("span", { class: "arrow", "aria-hidden": "true" }));
    return h("th", { scope: "col", class: column.num ? "num" : column.wide ? "wide" : null }, button);
  });
  let current = rows;
  function select() {
    const q = folded(memory.filter.trim());
    current = q ? rows.filter((row) => q.split(/\s+/).every((word) => textOf(row).includes(word))) : rows.slice();
    const column = columns.find((c) => c.key === memory.sort);
    if (column) {
      const way = memory.down ? -1 : 1;
      const collator = new Intl.Collator(state.lang === "zh" ? "zh-Hans" : "en");
      current.sort((a, b) => {
        const x = column.get(a), y = column.get(b);
        if (typeof x === "number" && typeof y === "number") return (x - y) * way;
        if (!x !== !y) return x ? -1 : 1;
        return collator.compare(String(x), String(y)) * way;
      });
    }
  }
  function draw() {
    select();
    heads.forEach((head, i) => {
      const on = columns[i].key === memory.sort;
      if (on) head.setAttribute("aria-sort", memory.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      head.querySelector(".arrow").textContent = on ? (memory.down ? "↓" : "↑") : "";
    });
    fill(body, current.slice(0, memory.shown).map((row) => h("tr", {}, columns.map((column, i) => {
      const cell = column.show ? column.show(row) : column.num ? number(column.get(row)) : column.get(row);
      return h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: column.num ? "num" : column.wide ? "wide" : column.name ? "name" : null }, cell);
    }))));
    if (!current.length) add(body, h("tr", {}, h("td", { colspan: columns.length, class: "empty" }, memory.filter ? t("noResults", memory.filter) : t("emptyArchive"))));
    count.textContent = current.length === rows.length ? t("rows", number(rows.length)) : t("rowsOf", number(current.length), number(rows.length));
    const left = current.length - memory.shown;
    more.hidden = left <= 0;
    more.textContent = t("more", number(Math.min(PAGE_ROWS, left)));
  }
  const input = h("input", {
    type: "search", value: memory.filter, placeholder: t("filterTable"), "aria-label": t("filterTable"), autocomplete: "off",
    oninput: () => { memory.filter = input.value; memory.shown = PAGE_ROWS; draw(); },
  });
  const save = h("button", {
    type: "button", class: "button", onclick: () => {
      const saved = columns.filter((c) => !c.skip);
      saveCsv("guanxi-" + name + ".csv", (options.extra ? options.extra.header : []).concat(saved.map((c) => c.key)),
        current.map((row) => (options.extra ? options.extra.row(row) : []).concat(saved.map((c) => c.get(row)))));
    },
  }, t("saveCsv"));
  draw();
  return h("section", { class: columns.some((c) => c.wide) ? "sheet stacked" : "sheet", "data-table": name },
    h("div", { class: "toolbar" }, input, count, save),
    h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": options.label },
      h("table", {}, h("thead", {}, h("tr", {}, heads)), body)),
    more);
}

const decimals = (value, digits) => (value === 0 ? "0" : value.toFixed(digits));

function entityTable(kind) {
  const rows = D.nodes.map((_, i) => i).filter((i) => D.nodes[i].k === kind);
  const node = (i) => D.nodes[i];
  const columns = [
    { key: "name", get: (i) => nameOf(i), show: (i) => entityButton(i, { short: true }) },
    state.lang === "en" ? { key: "zhName", get: (i) => node(i).zh } : { key: "enName", get: (i) => node(i).en },
    { key: "mentions", get: (i) => node(i).n, num: true },
    { key: "documents", get: (i) => node(i).d, num: true },
    { key: "degree", get: (i) => node(i).deg, num: true },
    { key: "weighted", get: (i) => node(i).wd, num: true },
    { key: "pagerank", get: (i) => node(i).pr, num: true, show: (i) => decimals(node(i).pr, 5) },
    { key: "betweenness", get: (i) => node(i).bt, num: true, show: (i) => decimals(node(i).bt, 5) },
    { key: "core", get: (i) => node(i).co, num: true },
    { key: "first", get: (i) => node(i).f },
    { key: "last", get: (i) => node(i).l },
  ];
  return table(kind, rows, columns, {
    sort: "mentions", label: t(kind), text: (i) => [node(i).zh, node(i).en, node(i).id].concat(node(i).al).join(" "),
    extra: { header: ["id", "zh", "latin"], row: (i) => [node(i).id, node(i).zh, node(i).en] },
  });
}

function pairTable() {
  const columns = [
    { key: "zh", get: (p) => p.zh, show: (p) => (p.i === null ? h("span", { lang: "zh" }, p.zh) : h("button", { type: "button", class: "entity", onclick: () => openEntity(p.i) }, h("span", { class: "entity-name", lang: "zh" }, p.zh))) },
    { key: "latin", get: (p) => p.la },
    { key: "type", get: (p) => typeWord(p.k) },
    { key: "kind", get: (p) => t(p.q) },
    { key: "occurrences", get: (p) => p.n, num: true },
    { key: "documents", get: (p) => p.d, num: true },
    { key: "score", get: (p) => p.sc, num: true, show: (p) => decimals(p.sc, 2) },
    { key: "first", get: (p) => p.f },
    { key: "last", get: (p) => p.l },
  ];
  return table("pairs", D.pairs, columns, { sort: "documents", label: t("pairs"), text: (p) => p.zh + " " + p.la });
}

const nameHere = (i, name) => (i === null ? name || "" : nameOf(i));
function relationTable() {
  const columns = [
    { key: "date", get: (r) => D.docs[r.d].d },
    { key: "subject", name: true, get: (r) => nameHere(r.s, r.sn), show: (r) => entityOrName(r.s, r.sn) },
    { key: "relation", get: (r) => t(r.r), show: (r) => eventChip(r) },
    { key: "object", name: true, get: (r) => nameHere(r.o, r.on), show: (r) => entityOrName(r.o, r.on) },
    { key: "text", get: (r) => D.texts[r.e], wide: true, show: (r) => h("span", { lang: "zh" }, marked(D.texts[r.e], [r.w].filter(Boolean))) },
    { key: "article", get: (r) => D.docs[r.d].u, show: (r) => articleLink(D.docs[r.d]), wide: true },
  ];
  return table("relations", D.relations, columns, {
    sort: "date", label: t("relations"),
    text: (r) => [r.s === null ? r.sn : SEARCH[r.s].join(" "), r.o === null ? r.on : SEARCH[r.o].join(" "), r.r, t(r.r), D.texts[r.e]].join(" "),
  });
}

function positionTable() {
  const columns = [
    { key: "person", get: (p) => nameHere(p.p, p.pn), show: (p) => entityOrName(p.p, p.pn) },
    { key: "title", get: (p) => p.t, show: (p) => h("span", { lang: "zh" }, p.t) },
    { key: "body", get: (p) => nameHere(p.b, p.bn), show: (p) => entityOrName(p.b, p.bn) },
    { key: "stated", get: (p) => p.n, num: true },
    { key: "first", get: (p) => p.f },
    { key: "last", get: (p) => p.l },
    { key: "text", get: (p) => D.texts[p.e], wide: true, show: (p) => h("span", { lang: "zh" }, marked(D.texts[p.e], [p.t])) },
  ];
  return table("positions", D.positions, columns, {
    sort: "stated", label: t("positions"),
    text: (p) => [p.p === null ? p.pn : SEARCH[p.p].join(" "), p.t, p.b === null ? p.bn : SEARCH[p.b].join(" ")].join(" "),
  });
}

function eventChip(relation) {
  const friendly = COOPERATIVE.has(relation.r);
  return h("span", { class: "chip " + (friendly ? "friendly" : "hostile"), title: t(friendly ? "cooperation" : "conflict") },
    t(relation.r), relation.neg ? " (" + t("denied") + ")" : "");
}
