// Putting the page together.
const VIEWS = ["overview", "network", "person", "country", "organization", "place", "pairs", "relations", "positions"];

// Changes the state and draws what it touches; `step` makes a new page of the history.
function go(change, panelOnly) {
  const view = state.v;
  const ego = state.ego;
  Object.assign(state, change);
  if (!state.e) state.ego = 0;
  writeAddress(true);
  if (!panelOnly || state.v !== view) render(state.v !== view);
  else {
    drawPanel(Boolean(state.e || state.p));
    if (state.v === "network" && picture) {
      if (ego !== state.ego || !picture.root.querySelector("#box-ego") === Boolean(state.e)) redrawNetwork();
      else picture.draw();
    }
  }
}

// The network view anew, from where the eye is.
function redrawNetwork() {
  const old = picture;
  const main = $("main");
  fill(main, networkView());
  if (old && old.scale && picture) {
    picture.scale = old.scale;
    picture.left = old.left;
    picture.top = old.top;
    picture.cursor = old.cursor;
    picture.resize();
  }
}

function render(moved) {
  document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  document.title = (D.meta.title || "guanxi 关系") + " · " + t(state.v);
  $("skip").textContent = t("skip");
  header();
  const main = $("main");
  main.className = "view-" + state.v;
  if (state.v !== "network" && picture) {
    picture.stop();
    picture = null;
  }
  if (state.v === "network") {
    if (moved || !picture) fill(main, networkView());
    else redrawNetwork();
  } else if (state.v === "overview") fill(main, overview());
  else if (state.v === "pairs") fill(main, heading("pairs"), pairTable());
  else if (state.v === "relations") fill(main, heading("relations"), relationTable());
  else if (state.v === "positions") fill(main, heading("positions"), positionTable());
  else fill(main, heading(state.v), entityTable(state.v));
  drawPanel(false);
  if (moved) window.scrollTo(0, 0);
}
function heading(word) {
  return h("h2", { class: "view-title" }, t(word));
}

function header() {
  const counts = {
    person: D.nodes.some((n) => n.k === "person"), country: D.nodes.some((n) => n.k === "country"),
    organization: D.nodes.some((n) => n.k === "organization"), place: D.nodes.some((n) => n.k === "place"),
    pairs: D.pairs.length, relations: D.relations.length, positions: D.positions.length,
  };
  const views = VIEWS.filter((view) => counts[view] === undefined || counts[view]);
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.keep : null;
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  fill($("top"),
    h("div", { class: "bar-top" },
      h("h1", {}, h("button", { type: "button", class: "brand", "data-keep": "brand", onclick: () => go({ v: "overview" }) },
        h("span", { class: "seal", "aria-hidden": "true", lang: "zh" }, "关系"),
        h("span", { class: "brand-text" }, h("strong", {}, D.meta.title || t("brand")), h("span", {}, t("subtitle"))))),
      searchBox(),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "button", "data-keep": "language", id: "language", "aria-label": t("languageLabel"), lang: state.lang === "zh" ? "en" : "zh", onclick: () => { state.lang = state.lang === "zh" ? "en" : "zh"; writeAddress(false); render(); } }, t("language")),
        h("button", { type: "button", class: "button", "data-keep": "theme", id: "theme", "aria-label": t("themeLabel"), title: t("themeLabel"), onclick: () => { state.theme = dark ? "light" : "dark"; writeAddress(false); render(); } }, dark ? "☀" : "☾"))),
    h("nav", { "aria-label": t("brand") }, views.map((view) => h("button", {
      type: "button", "data-view": view, "data-keep": "view-" + view, "aria-current": view === state.v ? "page" : null,
      onclick: () => go({ v: view }),
    }, t(view)))));
  // On a narrow screen the views are a line that scrolls: the present one must be in sight.
  const line = $("top").querySelector("nav");
  const present = line.querySelector("[aria-current]");
  if (present) line.scrollLeft = present.offsetLeft - (line.clientWidth - present.offsetWidth) / 2;
  if (focused) {
    const again = $("top").querySelector('[data-keep="' + focused + '"]');
    if (again) again.focus();
  }
}

// A search box with a list (the combobox pattern of the ARIA practices).
function searchBox() {
  let found = [];
  let at = -1;
  const list = h("ul", { role: "listbox", id: "found", hidden: true, "aria-label": t("searchHelp") });
  const input = h("input", {
    type: "search", id: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
    placeholder: t("search"), "aria-label": t("search"), autocomplete: "off", spellcheck: "false", "data-keep": "search",
  });
  const hide = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (i) => {
    hide();
    input.value = "";
    if (state.v === "network") {
      openEntity(i);
      if (picture) {
        // What was looked for must be seen, whatever the filters.
        if (!picture.shown[i]) go({ ego: 1 }, true);
        picture.centreOn(i);
      }
    } else openEntity(i);
  };
  const mark = () => {
    Array.from(list.children).forEach((item, k) => item.setAttribute("aria-selected", String(k === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", "found-" + at);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    const query = input.value.trim();
    if (!query) {
      hide();
      return;
    }
    found = search(query, 12);
    at = -1;
    fill(list, found.length ? found.map((i, k) => {
      const via = found.length && !folded(D.nodes[i].zh + " " + D.nodes[i].en).includes(folded(query)) ? D.nodes[i].al.find((name) => folded(name).includes(folded(query))) : null;
      return h("li", { role: "option", id: "found-" + k, "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: () => choose(i) },
        dot(TYPE_COLOR[D.nodes[i].k] || GREY), h("span", { class: "entity-name" }, nameOf(i)), otherName(i) ? h("span", { class: "entity-other" }, otherName(i)) : null,
        via ? h("span", { class: "muted" }, "= " + via) : null, h("span", { class: "muted num" }, number(D.nodes[i].n)));
    }) : h("li", { class: "empty" }, t("noResults", query)));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    announce(found.length ? t("results", found.length) : t("noResults", query));
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length || list.hidden) return;
      event.preventDefault();
      at = event.key === "ArrowDown" ? Math.min(found.length - 1, at + 1) : Math.max(0, at - 1);
      mark();
    } else if (event.key === "Enter") {
      if (!list.hidden && found.length) choose(found[Math.max(0, at)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      hide();
    }
  });
  return h("div", { class: "search", role: "search" }, input, list);
}

$("skip").addEventListener("click", () => $("main").focus());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("panel").hidden) closePanel();
  else if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    $("search").focus();
  }
});
window.addEventListener("popstate", () => { readAddress(); render(true); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!state.theme) render(); });

// The network and the panel begin where the head ends, however many lines it takes.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--head", $("top").offsetHeight + "px");
}).observe($("top"));

readAddress();
render(true);
if (state.v === "network" && state.e && picture) requestAnimationFrame(() => picture && picture.centreOn(BY_ID.get(state.e)));
