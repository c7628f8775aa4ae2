// The picture of the network: a canvas, its filters and its timeline.
let picture = null;

function networkView() {
  if (picture) picture.stop();
  picture = new Picture();
  return picture.root;
}

class Picture {
  constructor() {
    this.scale = 0;
    this.hover = -1;
    this.cursor = -1;
    this.playing = null;
    this.canvas = h("canvas", { tabindex: "0", role: "application", "aria-label": t("canvasLabel"), id: "canvas" });
    this.tip = h("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.status = h("p", { class: "count", role: "status", id: "shown" });
    this.nothing = h("div", { class: "nothing", hidden: true }, h("p", {}, t("emptyNetwork")),
      h("button", { type: "button", class: "button", onclick: () => this.reset() }, t("showAll")));
    this.stage = h("div", { class: "stage" }, this.canvas, this.legend(), this.zoomButtons(), this.nothing, this.tip);
    this.root = h("div", { class: "network" }, this.controls(), h("div", { class: "stage-column" }, this.stage, this.timeline()));
    this.listen();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.stage);
    this.refilter();
  }

  stop() {
    this.observer.disconnect();
    clearTimeout(this.playing);
    clearTimeout(this.calm);
    this.playing = null;
  }

  // Controls.
  controls() {
    const change = (set) => (event) => { set(event.target); this.refilter(); writeAddress(false); };
    const chosen = chosenTypes();
    const counts = {};
    D.nodes.forEach((node) => { counts[node.k] = (counts[node.k] || 0) + 1; });
    const types = TYPES.filter((kind) => counts[kind]).map((kind) => h("label", { class: "check" },
      h("input", {
        type: "checkbox", checked: chosen.has(kind), "data-type": kind, onchange: change(() => {
          const on = Array.from(this.root.querySelectorAll("input[data-type]")).filter((box) => box.checked).map((box) => box.dataset.type);
          state.types = on.length === TYPES.filter((k) => counts[k]).length ? "" : on.join(".") || "none";
        }),
      }), dot(TYPE_COLOR[kind]), h("span", {}, t(kind)), h("span", { class: "muted" }, number(counts[kind]))));
    // The weight slider is logarithmic: most ties are light.
    const steps = 40;
    const toWeight = (value) => Math.max(1, Math.round(Math.pow(TOP_WEIGHT, value / steps)));
    const fromWeight = (w) => (TOP_WEIGHT > 1 ? Math.round((Math.log(w) / Math.log(TOP_WEIGHT)) * steps) : 0);
    // Not an output element: it, and not the slider, would be what the label names.
    const weightShown = h("span", { class: "value" }, number(state.w));
    const weight = h("input", {
      type: "range", id: "weight", min: 0, max: steps, value: fromWeight(state.w), oninput: change((input) => {
        state.w = toWeight(Number(input.value));
        weightShown.textContent = number(state.w);
        input.setAttribute("aria-valuetext", String(state.w));
      }),
    });
    // So is the slider of how many entities there are.
    const all = D.nodes.length;
    const toTop = (value) => (value >= steps ? all : Math.round(20 * Math.pow(all / 20, value / steps)));
    const topShown = h("span", { class: "value" }, number(Math.min(all, state.top)));
    const top = h("input", {
      type: "range", id: "top-many", min: 0, max: steps, value: Math.round((Math.log(Math.min(all, state.top) / 20) / Math.log(all / 20)) * steps), oninput: change((input) => {
        state.top = toTop(Number(input.value));
        topShown.textContent = number(state.top);
        input.setAttribute("aria-valuetext", String(state.top));
      }),
    });
    const npmiShown = h("span", { class: "value" }, state.npmi <= -1 ? "−1" : state.npmi.toFixed(2));
    const npmi = h("input", {
      type: "range", id: "npmi", min: -1, max: 0.9, step: 0.05, value: state.npmi, oninput: change((input) => {
        state.npmi = Number(input.value);
        npmiShown.textContent = state.npmi.toFixed(2).replace("-", "−");
      }),
    });
    const check = (key, help) => h("label", { class: "check", title: help || null },
      h("input", { type: "checkbox", id: "box-" + key, checked: Boolean(state[key]), onchange: change((input) => { state[key] = input.checked ? 1 : 0; }) }), h("span", {}, t(key)));
    const choice = (word, key, values, current, after) => h("label", { class: "field" }, h("span", {}, t(word)),
      h("select", { id: "choice-" + key, onchange: (event) => { state[key] = event.target.value; after(); writeAddress(false); } },
        values.map(([value, name]) => h("option", { value, selected: value === current }, t(name)))));
    const looks = () => { this.paths = null; fill(this.key, this.keyItems()); this.draw(); };
    const body = [
      h("fieldset", {}, h("legend", {}, t("types")), types),
      D.nodes.length > 30 ? h("label", { class: "field" }, h("span", {}, t("most"), " ", topShown), top) : null,
      h("label", { class: "field" }, h("span", {}, t("minWeight"), " ", weightShown), weight),
      h("label", { class: "field" }, h("span", {}, t("minNpmi"), " ", npmiShown), npmi),
      check("backbone", t("backboneHelp")),
      state.e ? check("ego") : null,
      choice("colour", "color", [["type", "byType"], ["community", "byCommunity"]], state.color, looks),
      choice("labels", "labels", [["zh", "labelsZh"], ["en", "labelsEn"], ["both", "labelsBoth"]], labelStyle(), looks),
      h("button", { type: "button", class: "button", onclick: () => this.reset() }, t("showAll")),
      h("fieldset", { class: "saves" }, h("legend", {}, t("save")),
        h("button", { type: "button", class: "button", id: "save-png", onclick: () => this.savePng() }, t("savePng")),
        h("button", { type: "button", class: "button", id: "save-svg", onclick: () => this.saveSvg() }, t("saveSvg")),
        h("button", { type: "button", class: "button", id: "save-nodes", onclick: () => this.saveNodes() }, t("saveNodes")),
        h("button", { type: "button", class: "button", id: "save-edges", onclick: () => this.saveEdges() }, t("saveEdges"))),
    ];
    return h("details", { class: "controls", open: window.innerWidth > 860 }, h("summary", {}, h("span", {}, t("filters")), this.status), h("div", { class: "controls-body" }, body));
  }

  reset() {
    ["types", "w", "npmi", "from", "to", "backbone", "top", "ego", "color", "labels"].forEach((key) => { state[key] = DEFAULTS[key]; });
    writeAddress(false);
    render();
  }

  legend() {
    this.key = h("div", { class: "legend", "aria-hidden": "true" });
    return this.key;
  }
  keyItems() {
    if (state.color === "community") {
      const seen = new Set(this.view.nodes.map((i) => D.nodes[i].c));
      return COMMUNITIES.filter((c) => seen.has(c) && COMMUNITY_COLOR.has(c)).map((c) => h("span", {}, dot(communityColor(c)), communityName(c))).concat(h("span", {}, dot(GREY), t("other")));
    }
    return TYPES.filter((kind) => D.nodes.some((n) => n.k === kind)).map((kind) => h("span", {}, dot(TYPE_COLOR[kind]), t(kind)));
  }

  zoomButtons() {
    const button = (word, sign, act) => h("button", { type: "button", "aria-label": t(word), title: t(word), onclick: act }, sign);
    return h("div", { class: "zoom" }, button("zoomIn", "+", () => this.zoom(1.5)), button("zoomOut", "−", () => this.zoom(1 / 1.5)), button("fit", "⤢", () => this.fit()));
  }

  timeline() {
    if (BINS.length < 2) return null;
    const last = BINS.length - 1;
    const slide = (key, word) => h("input", {
      // Positions are the edges between bins, so that the handles stand where the bars begin and end.
      type: "range", min: 0, max: BINS.length, value: key === "from" ? state.from : state.to + 1, id: "time-" + key, "aria-label": t(word), "aria-valuetext": BINS[state[key]],
      oninput: (event) => {
        // Read first: pausing sets the handles back to the state.
        const value = Number(event.target.value);
        this.pause();
        if (key === "from") this.setTime(Math.min(value, state.to), state.to);
        else this.setTime(state.from, Math.max(value - 1, state.from));
      },
    });
    this.fromSlider = slide("from", "from");
    this.toSlider = slide("to", "to");
    this.window = h("div", { class: "time-window" });
    this.timeText = h("output", { class: "time-text", id: "time-text" });
    this.playButton = h("button", { type: "button", class: "play", id: "play", onclick: () => (this.playing ? this.pause() : this.play()) });
    this.allButton = h("button", { type: "button", class: "button", onclick: () => { this.pause(); this.setTime(0, last); } }, t("allTime"));
    const bars = timeChart(D.summary.by_bin, { label: t("articles"), height: 44, bare: true });
    const out = h("div", { class: "timeline", role: "group", "aria-label": t("time") },
      this.playButton, h("div", { class: "time-track" }, bars, this.window, this.fromSlider, this.toSlider), this.timeText, this.allButton);
    this.showTime();
    return out;
  }
  showTime() {
    if (!this.fromSlider) return;
    const count = BINS.length;
    [["from", this.fromSlider], ["to", this.toSlider]].forEach(([key, slider]) => {
      slider.value = key === "from" ? state.from : state.to + 1;
      slider.setAttribute("aria-valuetext", BINS[state[key]]);
    });
    this.window.style.left = ((state.from / count) * 100) + "%";
    this.window.style.width = (((state.to - state.from + 1) / count) * 100) + "%";
    this.timeText.textContent = state.from === state.to ? BINS[state.from] : BINS[state.from] + " – " + BINS[state.to];
    this.playButton.textContent = this.playing ? "❚❚" : "▶";
    this.playButton.setAttribute("aria-label", t(this.playing ? "pause" : "play"));
    this.playButton.title = t(this.playing ? "pause" : "play");
    this.allButton.disabled = wholeTime();
  }
  setTime(from, to) {
    state.from = from;
    state.to = to;
    this.showTime();
    this.refilter();
    writeAddress(false);
  }
  // Plays the chosen stretch of time from where it stands to the end; all of it, in eighths.
  play() {
    let length = state.to - state.from + 1;
    let start = state.from;
    if (wholeTime() || state.to >= BINS.length - 1) {
      length = wholeTime() ? Math.max(1, Math.round(BINS.length / 8)) : length;
      start = -1;
    }
    const step = () => {
      start += 1;
      if (start + length > BINS.length) {
        this.pause();
        return;
      }
      this.playing = setTimeout(step, Math.max(250, Math.min(900, 14000 / BINS.length)));
      this.setTime(start, start + length - 1);
    };
    step();
  }
  pause() {
    clearTimeout(this.playing);
    this.playing = null;
    this.showTime();
  }

  // What is shown.
  refilter() {
    this.view = visible();
    this.paths = null;
    this.weight = new Map(this.view.edges.map((e) => [e.i, e.w]));
    const most = Math.max(1, ...this.view.nodes.map((i) => this.view.mentions[i]));
    this.radius = new Float32Array(D.nodes.length);
    this.view.nodes.forEach((i) => { this.radius[i] = 3 + 27 * Math.sqrt(this.view.mentions[i] / most); });
    // Time moves nothing: places are those of the filters over all time.
    const filters = [state.types, state.w, state.npmi, state.backbone, state.top, state.ego ? state.e : ""].join();
    if (filters !== this.arranged) {
      const whole = wholeTime() ? this.view : visible(true);
      const all = Math.max(1, ...whole.nodes.map((i) => D.nodes[i].n));
      const radius = Float32Array.from(D.nodes, (node) => 3 + 27 * Math.sqrt(node.n / all));
      const places = arrange(whole.nodes, whole.edges, radius);
      this.xs = places.xs;
      this.ys = places.ys;
      const before = this.arranged;
      this.arranged = filters;
      if (before !== undefined) this.fit(whole.nodes);
    }
    // Large ones first, so that small ones lie on top and can be reached.
    this.order = this.view.nodes.slice().sort((a, b) => this.radius[b] - this.radius[a] || a - b);
    this.shown = new Uint8Array(D.nodes.length);
    this.view.nodes.forEach((i) => { this.shown[i] = 1; });
    this.status.textContent = t("showing", number(this.view.nodes.length), number(this.view.edges.length));
    fill(this.key, this.keyItems());
    this.nothing.hidden = this.view.nodes.length > 0;
    if (this.hover >= 0 && !this.shown[this.hover]) this.hover = -1;
    this.draw();
  }

  resize() {
    const box = this.stage.getBoundingClientRect();
    const width = Math.round(box.width), height = Math.round(box.height);
    if (!width || !height) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const first = !this.scale;
    if (!first && this.width) {
      // What was in the middle stays there.
      this.left += (width - this.width) / 2;
      this.top += (height - this.height) / 2;
    }
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    if (first) this.fit();
    else this.draw();
  }

  // World (layout) and screen. The layout's y points up.
  sx(i) { return this.xs[i] * this.scale + this.left; }
  sy(i) { return this.ys[i] * this.scale + this.top; }
  sr(i) { return Math.max(2.5, this.radius[i] * Math.min(1.6, Math.max(0.35, Math.sqrt(this.scale)))); }

  fit(nodes) {
    const list = nodes && nodes.length ? nodes : this.view.nodes;
    if (!this.width) return;
    if (!list.length) {
      this.scale = this.scale || 1;
      this.left = this.width / 2;
      this.top = this.height / 2;
      this.draw();
      return;
    }
    // The outermost hundredth may hang over the edge: strays must not make the rest small.
    const xs = list.map((i) => this.xs[i]).sort((a, b) => a - b);
    const ys = list.map((i) => this.ys[i]).sort((a, b) => a - b);
    const trim = list.length > 100 ? Math.floor(list.length / 100) : 0;
    const [x0, x1, y0, y1] = [xs[trim], xs[xs.length - 1 - trim], ys[trim], ys[ys.length - 1 - trim]];
    const margin = 46;
    const scale = Math.min((this.width - 2 * margin) / Math.max(60, x1 - x0), (this.height - 2 * margin) / Math.max(60, y1 - y0));
    this.scale = Math.min(3, Math.max(0.02, scale));
    this.left = this.width / 2 - ((x0 + x1) / 2) * this.scale;
    this.top = this.height / 2 - ((y0 + y1) / 2) * this.scale;
    this.draw();
  }
  zoom(factor, x, y) {
    const px = x === undefined ? this.width / 2 : x, py = y === undefined ? this.height / 2 : y;
    const next = Math.min(20, Math.max(0.02, this.scale * factor));
    const real = next / this.scale;
    this.left = px - (px - this.left) * real;
    this.top = py - (py - this.top) * real;
    this.scale = next;
    this.moving();
  }
  centreOn(i) {
    if (!this.width) return;
    this.scale = Math.max(this.scale, 0.8);
    this.left = this.width / 2 - this.xs[i] * this.scale;
    this.top = this.height / 2 - this.ys[i] * this.scale;
    this.draw();
  }

  // While the picture moves only the strongest edges are drawn; the others follow when it rests.
  moving() {
    this.rough = true;
    this.draw();
    clearTimeout(this.calm);
    this.calm = setTimeout(() => { this.rough = false; this.draw(); }, 140);
  }
  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      if (this.scale && this.canvas.isConnected) this.paint(this.canvas.getContext("2d"), this.ratio);
    });
  }

  colors() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    return { ground: get("--stage"), ink: get("--ink"), edge: get("--edge"), strong: get("--edge-strong"), ring: get("--ground") };
  }

  // Edges in four strengths, each one path in world units, made once for a set of filters.
  makePaths() {
    const paths = [];
    const edges = this.view.edges;
    const most = edges.reduce((m, e) => Math.max(m, e.w), 1);
    const level = (w) => Math.min(3, Math.floor((Math.log(w + 1) / Math.log(most + 1)) * 4));
    const sorted = edges.slice().sort((a, b) => b.w - a.w || a.i - b.i);
    sorted.forEach((e, place) => {
      const k = level(e.w) + (place < 2500 ? 0 : 4);
      if (!paths[k]) paths[k] = new Path2D();
      const a = D.edges[e.i].s, b = D.edges[e.i].t;
      paths[k].moveTo(this.xs[a], this.ys[a]);
      paths[k].lineTo(this.xs[b], this.ys[b]);
    });
    return paths;
  }

  // The node or tie that everything else steps back for.
  focus() {
    if (this.hover >= 0) return this.hover;
    if (this.cursor >= 0 && document.activeElement === this.canvas) return this.cursor;
    return state.e ? BY_ID.get(state.e) : -1;
  }
  tieShown() {
    const ends = state.p ? state.p.split("~").map((id) => BY_ID.get(id)) : [];
    return ends.length === 2 && ends.every((i) => i !== undefined && this.shown[i]) ? ends : null;
  }

  paint(ctx, ratio) {
    const colors = this.colors();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = colors.ground;
    ctx.fillRect(0, 0, this.width, this.height);
    const tie = this.hover < 0 ? this.tieShown() : null;
    let focus = tie ? -1 : this.focus();
    if (focus >= 0 && !this.shown[focus]) focus = -1;
    const near = focus >= 0 ? this.neighbours(focus) : tie ? new Set(tie) : null;
    if (!this.paths) this.paths = this.makePaths();
    const thick = [0.6, 0.9, 1.6, 3];
    const faint = near ? 0.18 : 1;
    const crowd = Math.min(1, Math.max(0.25, 900 / Math.max(1, this.view.edges.length)));
    ctx.lineCap = "round";
    ctx.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * this.left, ratio * this.top);
    ctx.strokeStyle = colors.edge;
    [4, 5, 6, 7, 0, 1, 2, 3].forEach((k) => {
      if (!this.paths[k] || (k > 3 && this.rough)) return;
      ctx.globalAlpha = faint * [0.3 * crowd + 0.1, 0.4 * crowd + 0.12, 0.6, 0.8][k % 4];
      ctx.lineWidth = thick[k % 4] / this.scale;
      ctx.stroke(this.paths[k]);
    });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.globalAlpha = 1;
    if (near) this.paintTies(ctx, focus, tie, colors);
    const inside = (i, margin) => {
      const x = this.sx(i), y = this.sy(i);
      return x > -margin && y > -margin && x < this.width + margin && y < this.height + margin;
    };
    this.order.forEach((i) => {
      if (!inside(i, 60)) return;
      const back = near && !near.has(i);
      ctx.globalAlpha = back ? 0.2 : 1;
      ctx.beginPath();
      ctx.arc(this.sx(i), this.sy(i), this.sr(i), 0, 7);
      ctx.fillStyle = colorOf(i);
      ctx.fill();
      ctx.lineWidth = i === focus ? 3 : 1;
      ctx.strokeStyle = i === focus ? colors.ink : colors.ring;
      ctx.stroke();
    });
    ctx.globalAlpha = 1;
    this.labels(near, focus, inside).forEach((label) => {
      ctx.font = label.font;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.globalAlpha = label.alpha;
      ctx.strokeStyle = colors.ground;
      ctx.lineWidth = 3.5;
      ctx.strokeText(label.text, label.x, label.y);
      ctx.fillStyle = colors.ink;
      ctx.fillText(label.text, label.x, label.y);
    });
    ctx.globalAlpha = 1;
  }
  paintTies(ctx, focus, tie, colors) {
    const list = tie ? [edgeBetween(tie[0], tie[1])].filter((i) => i >= 0) : TIES[focus].filter((i) => this.weight.has(i));
    const most = Math.max(1, ...list.map((i) => this.weight.get(i) || 1));
    ctx.strokeStyle = colors.strong;
    list.forEach((i) => {
      const edge = D.edges[i];
      const share = Math.log((this.weight.get(i) || 1) + 1) / Math.log(most + 1);
      ctx.globalAlpha = tie ? 1 : 0.25 + 0.6 * share;
      ctx.lineWidth = tie ? 4 : 0.7 + 3 * share * share;
      ctx.beginPath();
      ctx.moveTo(this.sx(edge.s), this.sy(edge.s));
      ctx.lineTo(this.sx(edge.t), this.sy(edge.t));
      ctx.stroke();
    });
    ctx.globalAlpha = 1;
  }
  neighbours(i) {
    const near = new Set([i]);
    TIES[i].forEach((k) => {
      if (this.weight.has(k)) near.add(D.edges[k].s === i ? D.edges[k].t : D.edges[k].s);
    });
    return near;
  }

  // Names are set largest first; one that would cover another is left out.
  labels(near, focus, inside) {
    const style = labelStyle();
    const ctx = this.canvas.getContext("2d");
    const family = getComputedStyle(document.body).fontFamily;
    const taken = new Map();
    const cell = 48;
    // A box holds its borders, whose it is, and how large a disc it stands for (a name: the largest); smaller ones than `least` do not count.
    const free = (box, own, least) => {
      const hits = [];
      for (let x = Math.floor(box[0] / cell); x <= Math.floor(box[2] / cell); x++) {
        for (let y = Math.floor(box[1] / cell); y <= Math.floor(box[3] / cell); y++) {
          const key = x + "," + y;
          const list = taken.get(key) || [];
          if (list.some((b) => b[4] !== own && b[5] >= (least || 0) && b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) return false;
          hits.push(key);
        }
      }
      hits.forEach((key) => {
        if (!taken.has(key)) taken.set(key, []);
        taken.get(key).push(box);
      });
      return true;
    };
    // Nor may it lie upon the disc of a large one.
    const seen = (i) => (!near || near.has(i)) && inside(i, 20);
    this.order.slice(0, 400).forEach((i) => {
      const radius = this.sr(i) * 0.8;
      if (radius > 6 && seen(i)) free([this.sx(i) - radius, this.sy(i) - radius, this.sx(i) + radius, this.sy(i) + radius, i, radius], i, Infinity);
    });
    let candidates = this.order;
    if (near) candidates = candidates.filter((i) => near.has(i)).sort((a, b) => (b === focus) - (a === focus) || this.radius[b] - this.radius[a]);
    const out = [];
    const ranks = new Set(candidates.filter((i) => inside(i, 20)).slice(0, 14));
    const room = near ? 90 : Math.max(24, Math.round((this.width * this.height) / 7000));
    for (const i of candidates) {
      if (out.length >= room) break;
      if (!inside(i, 20)) continue;
      const radius = this.sr(i);
      if (!near && radius < 2.6 && out.length > 40) continue;
      const size = Math.round(Math.min(19, Math.max(11, 8.5 + radius * 0.42)));
      const font = (radius > 11 || i === focus ? "600 " : "") + size + "px " + family;
      const text = nameOf(i, style);
      ctx.font = font;
      const half = ctx.measureText(text).width / 2 + 2;
      const x = this.sx(i), y = this.sy(i);
      // Below the disc, or above it, or beside it where there is no room.
      const tall = size * 0.55;
      const places = [[x, y + radius + size * 0.72], [x, y - radius - size * 0.62], [x + radius + half + 2, y], [x - radius - half - 2, y]];
      const fit = (least, some) => some.find(([cx, cy]) => free([cx - half, cy - tall, cx + half, cy + tall, i, Infinity], i, least));
      let place = fit(0, places.slice(0, 2));
      // Who stands at the centre is always named, if it be upon smaller discs.
      if (!place && ranks.has(i)) place = fit(0, places) || fit(radius * 0.8, places);
      if (place || i === focus) out.push({ text, font, size, x: (place || places[0])[0], y: (place || places[0])[1], alpha: 1 });
    }
    return out;
  }

  // Pointing and keys.
  at(x, y) {
    for (let k = this.order.length - 1; k >= 0; k--) {
      const i = this.order[k];
      const dx = this.sx(i) - x, dy = this.sy(i) - y, r = this.sr(i) + 3;
      if (dx * dx + dy * dy <= r * r) return i;
    }
    return -1;
  }
  tieAt(x, y) {
    let best = -1, least = 5;
    const consider = (i) => {
      const edge = D.edges[i];
      const ax = this.sx(edge.s), ay = this.sy(edge.s), bx = this.sx(edge.t), by = this.sy(edge.t);
      if (Math.min(ax, bx) > x + 5 || Math.max(ax, bx) < x - 5 || Math.min(ay, by) > y + 5 || Math.max(ay, by) < y - 5) return;
      const dx = bx - ax, dy = by - ay, size = dx * dx + dy * dy || 1;
      const k = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / size));
      const off = Math.hypot(ax + k * dx - x, ay + k * dy - y);
      if (off < least) { least = off; best = i; }
    };
    const focus = this.focus();
    if (focus >= 0 && this.shown[focus]) TIES[focus].filter((i) => this.weight.has(i)).forEach(consider);
    else if (this.view.edges.length < 4000) this.view.edges.forEach((e) => consider(e.i));
    return best;
  }
  listen() {
    const canvas = this.canvas;
    const fingers = new Map();
    let moved = 0, pinch = 0;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, place(event));
      moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = place(event);
      const before = fingers.get(event.pointerId);
      if (!before) {
        this.point(this.at(x, y), x, y);
        return;
      }
      fingers.set(event.pointerId, [x, y]);
      moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
      if (fingers.size === 1 && moved > 3) {
        this.left += x - before[0];
        this.top += y - before[1];
        this.tip.hidden = true;
        this.moving();
      } else if (fingers.size === 2) {
        const [a, b] = Array.from(fingers.values());
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (pinch) this.zoom(distance / pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        pinch = distance;
      }
    });
    const lift = (event) => {
      const was = fingers.delete(event.pointerId);
      pinch = 0;
      if (!was || moved > 3 || event.type === "pointercancel") return;
      const [x, y] = place(event);
      const i = this.at(x, y);
      if (i >= 0) openEntity(i);
      else {
        const tie = this.tieAt(x, y);
        if (tie >= 0) openTie(tie);
        else if (state.e || state.p) closePanel();
      }
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => this.point(-1));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [x, y] = place(event);
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), x, y);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.key_(event));
    canvas.addEventListener("blur", () => this.draw());
  }
  point(i, x, y) {
    if (i >= 0) {
      fill(this.tip, h("strong", {}, nameOf(i, "both")),
        h("span", {}, number(this.view.mentions[i]) + " " + t("mentions").toLowerCase() + " · " + number(this.neighbours(i).size - 1) + " " + t("degree").toLowerCase()));
      this.tip.hidden = false;
      const room = this.width - 240;
      this.tip.style.left = Math.max(4, Math.min(room, x + 14)) + "px";
      this.tip.style.top = Math.max(4, Math.min(this.height - 60, y + 14)) + "px";
    } else this.tip.hidden = true;
    if (i === this.hover) return;
    this.hover = i;
    this.canvas.style.cursor = i >= 0 ? "pointer" : "grab";
    this.draw();
  }
  key_(event) {
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) {
      event.preventDefault();
      this.step(ways[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (this.cursor >= 0) openEntity(this.cursor);
    } else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
  }
  // To the nearest entity that lies in the direction of the key; at first, to the largest.
  step(way) {
    const from = this.cursor >= 0 && this.shown[this.cursor] ? this.cursor : -1;
    let best = -1, least = Infinity;
    if (from < 0) best = this.order.length ? this.order[0] : -1;
    else {
      this.view.nodes.forEach((i) => {
        if (i === from) return;
        const dx = this.sx(i) - this.sx(from), dy = this.sy(i) - this.sy(from);
        const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
        if (along <= 0 || across > along) return;
        const cost = along + 2 * across;
        if (cost < least) { least = cost; best = i; }
      });
    }
    if (best < 0) return;
    this.cursor = best;
    const x = this.sx(best), y = this.sy(best);
    if (x < 20 || y < 20 || x > this.width - 20 || y > this.height - 20) this.centreOn(best);
    announce(t("canvasAt", nameOf(best), typeWord(D.nodes[best].k), number(this.neighbours(best).size - 1)));
    this.draw();
  }

  // Saving.
  name(kind) {
    return "guanxi-" + kind + (wholeTime() ? "" : "-" + BINS[state.from] + "-" + BINS[state.to]);
  }
  savePng() {
    const ratio = 2;
    const canvas = document.createElement("canvas");
    canvas.width = this.width * ratio;
    canvas.height = this.height * ratio;
    const rough = this.rough;
    this.rough = false;
    this.paint(canvas.getContext("2d"), ratio);
    this.rough = rough;
    canvas.toBlob((blob) => saveBlob(this.name("network") + ".png", blob), "image/png");
  }
  saveSvg() {
    const colors = this.colors();
    const near = state.e && this.shown[BY_ID.get(state.e)] ? this.neighbours(BY_ID.get(state.e)) : null;
    const svg = s("svg", { xmlns: SVG, viewBox: "0 0 " + this.width + " " + this.height, width: this.width, height: this.height });
    add(svg, s("title", {}, D.meta.title || t("brand")));
    add(svg, s("rect", { width: "100%", height: "100%", fill: colors.ground }));
    const most = this.view.edges.reduce((m, e) => Math.max(m, e.w), 1);
    const fixed = (value) => value.toFixed(1);
    const lines = s("g", { stroke: colors.edge, "stroke-linecap": "round" });
    this.view.edges.forEach((e) => {
      const edge = D.edges[e.i];
      const share = Math.log(e.w + 1) / Math.log(most + 1);
      const back = near && !(near.has(edge.s) && near.has(edge.t));
      add(lines, s("line", { x1: fixed(this.sx(edge.s)), y1: fixed(this.sy(edge.s)), x2: fixed(this.sx(edge.t)), y2: fixed(this.sy(edge.t)), "stroke-width": (0.5 + 2.5 * share * share).toFixed(2), "stroke-opacity": (back ? 0.08 : 0.2 + 0.6 * share).toFixed(2) }));
    });
    const discs = s("g", { stroke: colors.ring });
    this.order.forEach((i) => {
      add(discs, s("circle", { cx: fixed(this.sx(i)), cy: fixed(this.sy(i)), r: fixed(this.sr(i)), fill: colorOf(i), "fill-opacity": near && !near.has(i) ? 0.2 : 1 }, s("title", {}, nameOf(i, "both"))));
    });
    const texts = s("g", { "text-anchor": "middle", "dominant-baseline": "central", fill: colors.ink, stroke: colors.ground, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke", "font-family": getComputedStyle(document.body).fontFamily });
    this.labels(near, -1, () => true).forEach((label) => add(texts, s("text", { x: fixed(label.x), y: fixed(label.y), "font-size": label.size }, label.text)));
    add(svg, [lines, discs, texts]);
    saveBlob(this.name("network") + ".svg", new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
  }
  saveNodes() {
    saveCsv(this.name("entities") + ".csv", ["Id", "Label", "type", "name_zh", "name_en", "aliases", "mentions", "documents", "degree", "weighted_degree", "pagerank", "betweenness", "community", "core"],
      this.view.nodes.map((i) => {
        const n = D.nodes[i];
        return [n.id, nameOf(i, labelStyle()), n.k, n.zh, n.en, n.al.join("|"), this.view.mentions[i], n.d, n.deg, n.wd, n.pr, n.bt, n.c, n.co];
      }));
  }
  saveEdges() {
    saveCsv(this.name("ties") + ".csv", ["Source", "Target", "Type", "Weight", "source_label", "target_label", "documents", "npmi", "g2", "first_published", "last_published"],
      this.view.edges.map((e) => {
        const edge = D.edges[e.i];
        return [D.nodes[edge.s].id, D.nodes[edge.t].id, "Undirected", e.w, nameOf(edge.s, labelStyle()), nameOf(edge.t, labelStyle()), edge.d, edge.n, edge.g, edge.f, edge.l];
      }));
  }
}
