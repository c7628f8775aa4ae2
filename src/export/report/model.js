// The data, what can be asked of it, and the state of the view (which lives in the address).
const D = JSON.parse(document.getElementById("data").textContent);
const TYPES = ["person", "country", "organization", "place"];
const BINS = D.meta.bins;
const BACKBONE = 0.05;

// Edges of each node, heaviest first, as the edges are.
const TIES = D.nodes.map(() => []);
D.edges.forEach((edge, i) => {
  TIES[edge.s].push(i);
  TIES[edge.t].push(i);
});
const BY_ID = new Map(D.nodes.map((node, i) => [node.id, i]));
const EDGE_OF = new Map(D.edges.map((edge, i) => [edge.s + "~" + edge.t, i]));

function edgeBetween(a, b) {
  const found = EDGE_OF.get(Math.min(a, b) + "~" + Math.max(a, b));
  return found === undefined ? -1 : found;
}

const TOP_WEIGHT = D.edges.length ? D.edges[0].w : 1;
const MANY_EDGES = D.edges.length > 800;

const DEFAULTS = {
  v: "overview", e: "", p: "", q: "", lang: "", theme: "", types: "", w: 1, npmi: -1,
  from: 0, to: Math.max(0, BINS.length - 1), color: "type", labels: "", backbone: MANY_EDGES ? 1 : 0, top: Math.min(120, D.nodes.length), ego: 0,
};
const state = Object.assign({}, DEFAULTS);
state.lang = "en";

function systemLanguage() {
  return (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

// Reads the state from the address; whatever it does not name is as it was at first.
function readAddress() {
  const params = new URLSearchParams(location.hash.replace(/^#/, ""));
  Object.keys(DEFAULTS).forEach((key) => {
    const value = params.get(key);
    if (value === null) state[key] = DEFAULTS[key];
    else if (typeof DEFAULTS[key] === "number") {
      const n = Number(value);
      state[key] = Number.isFinite(n) ? n : DEFAULTS[key];
    } else state[key] = value;
  });
  const bin = (key, otherwise) => {
    const at = BINS.indexOf(params.get(key));
    return at < 0 ? otherwise : at;
  };
  state.from = bin("from", 0);
  state.to = Math.max(state.from, bin("to", DEFAULTS.to));
  if (!VIEWS.includes(state.v)) state.v = "overview";
  if (!["zh", "en"].includes(state.lang)) state.lang = systemLanguage();
  if (!["light", "dark"].includes(state.theme)) state.theme = "";
  if (!["type", "community"].includes(state.color)) state.color = "type";
  if (!["", "zh", "en", "both"].includes(state.labels)) state.labels = "";
  if (!BY_ID.has(state.e)) state.e = "";
  state.w = Math.max(1, state.w);
  state.top = Math.max(1, Math.min(D.nodes.length, Math.round(state.top)));
}

function address() {
  const params = new URLSearchParams();
  Object.keys(DEFAULTS).forEach((key) => {
    let value = state[key];
    if (value === DEFAULTS[key]) return;
    if (key === "lang" && value === systemLanguage()) return;
    if (key === "from" || key === "to") value = BINS[value];
    params.set(key, value);
  });
  return "#" + params.toString();
}

// Puts the state into the address: as a new page of the history, or in place.
function writeAddress(step) {
  const now = address();
  if (now === (location.hash || "#")) return;
  if (step) history.pushState(null, "", now);
  else history.replaceState(null, "", now);
}

// Names.
function nameOf(i, how) {
  const node = D.nodes[i];
  const style = how || state.lang;
  if (style === "both" && node.zh && node.en && node.zh !== node.en) return node.zh + " (" + node.en + ")";
  if (style === "en") return node.en || node.zh || node.id;
  return node.zh || node.en || node.id;
}
function otherName(i) {
  const node = D.nodes[i];
  const other = state.lang === "en" ? node.zh : node.en;
  return other && other !== nameOf(i) ? other : "";
}
function labelStyle() {
  return state.labels || (state.lang === "en" ? "en" : "zh");
}
function namesOf(i) {
  const node = D.nodes[i];
  return [node.zh, node.en].concat(node.al).filter((name) => name && name.length > 1);
}
function typeWord(kind) {
  const one = { person: ["人物", "person"], country: ["国家", "country"], organization: ["机构", "organization"], place: ["地点", "place"], other: ["其他", "other"] };
  return (one[kind] || one.other)[state.lang === "zh" ? 0 : 1];
}

// Searching: any name, however accented or capitalised.
function folded(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}
const SEARCH = D.nodes.map((node) => [node.zh, node.en].concat(node.al).filter(Boolean).map(folded));
function search(query, most) {
  const q = folded(query.trim());
  if (!q) return [];
  const found = [];
  SEARCH.forEach((names, i) => {
    let best = 0;
    names.forEach((name, place) => {
      let fit = 0;
      if (name === q) fit = 4;
      else if (name.startsWith(q)) fit = 3;
      else if (name.includes(" " + q) || name.includes("·" + q)) fit = 2.5;
      else if (name.includes(q)) fit = 1;
      if (fit && place > 1) fit -= 0.25;
      best = Math.max(best, fit);
    });
    if (best) found.push({ i, best });
  });
  found.sort((a, b) => b.best - a.best || D.nodes[b.i].n - D.nodes[a.i].n || a.i - b.i);
  return found.slice(0, most).map((f) => f.i);
}

// The part of a list of "bin, count, bin, count …" that lies in the time chosen.
function inTime(counts) {
  let sum = 0;
  for (let k = 0; k < counts.length; k += 2) {
    if (counts[k] >= state.from && counts[k] <= state.to) sum += counts[k + 1];
  }
  return sum;
}
function wholeTime() {
  return state.from === 0 && state.to >= BINS.length - 1;
}
function chosenTypes() {
  const chosen = state.types ? state.types.split(".").filter((k) => TYPES.includes(k)) : TYPES;
  return new Set(chosen.length || state.types === "none" ? chosen : TYPES);
}

// The nodes and edges that the filters let through, with their weights in the time chosen (or in all time).
function visible(always) {
  const whole = always || wholeTime();
  const types = chosenTypes();
  const fits = D.nodes.map((node) => types.has(node.k));
  const centre = state.ego && state.e ? BY_ID.get(state.e) : -1;
  let near = null;
  if (centre >= 0) {
    // The strongest ties come first.
    near = new Set([centre]);
    TIES[centre].forEach((i) => {
      const other = D.edges[i].s === centre ? D.edges[i].t : D.edges[i].s;
      if (fits[other] && near.size <= state.top) near.add(other);
    });
  } else if (state.top < D.nodes.length) {
    let left = state.top;
    BY_RANK.forEach((i) => {
      if (fits[i] && left > 0) left -= 1;
      else fits[i] = false;
    });
  }
  const edges = [];
  const touched = new Uint8Array(D.nodes.length);
  for (let i = 0; i < D.edges.length; i++) {
    const edge = D.edges[i];
    if (!fits[edge.s] || !fits[edge.t]) continue;
    if (near && !(near.has(edge.s) && near.has(edge.t))) continue;
    const own = edge.s === centre || edge.t === centre;
    if (state.backbone && edge.p >= BACKBONE && !own) continue;
    if (edge.n < state.npmi) continue;
    const weight = whole ? edge.w : inTime(edge.m);
    if (weight < state.w) continue;
    edges.push({ i, w: weight });
    touched[edge.s] = touched[edge.t] = 1;
  }
  const nodes = [];
  const mentions = new Float64Array(D.nodes.length);
  for (let i = 0; i < D.nodes.length; i++) {
    mentions[i] = whole ? D.nodes[i].n : inTime(D.nodes[i].m);
    if (touched[i] || i === centre) nodes.push(i);
  }
  return { nodes, edges, mentions };
}

// Places in a ranking, 1 for the highest.
const RANKS = {};
["n", "pr", "bt", "wd"].forEach((field) => {
  const order = D.nodes.map((_, i) => i).sort((a, b) => D.nodes[b][field] - D.nodes[a][field] || a - b);
  const rank = new Uint32Array(D.nodes.length);
  order.forEach((node, place) => { rank[node] = place + 1; });
  RANKS[field] = rank;
});
const BY_RANK = D.nodes.map((_, i) => i).sort((a, b) => RANKS.pr[a] - RANKS.pr[b]);

// Colours that people with any common colour vision can tell apart (Okabe & Ito 2008).
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
const TYPE_COLOR = { person: "#d55e00", country: "#0072b2", organization: "#009e73", place: "#cc79a7" };
const GREY = "#999999";
// The communities whose members on this page have the heaviest ties have the colours.
const TIED = new Map();
D.nodes.forEach((node) => { if (node.c !== null) TIED.set(node.c, (TIED.get(node.c) || 0) + node.wd); });
const COMMUNITIES = Array.from(TIED.keys()).sort((a, b) => TIED.get(b) - TIED.get(a) || a - b);
const COMMUNITY_COLOR = new Map(COMMUNITIES.slice(0, PALETTE.length).map((c, k) => [c, PALETTE[k]]));
function communityColor(c) {
  return COMMUNITY_COLOR.get(c) || GREY;
}
// A community goes by the name of the member with the heaviest ties.
const LEADERS = new Map();
D.nodes.forEach((node, i) => {
  if (node.c === null) return;
  const leader = LEADERS.get(node.c);
  if (leader === undefined || node.wd > D.nodes[leader].wd) LEADERS.set(node.c, i);
});
function communityName(c) {
  return LEADERS.has(c) ? nameOf(LEADERS.get(c)) + " …" : String(c);
}
function colorOf(i) {
  const node = D.nodes[i];
  return state.color === "community" ? communityColor(node.c) : TYPE_COLOR[node.k] || GREY;
}
const COOPERATIVE = new Set(["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"]);
