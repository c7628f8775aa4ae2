// Small bar charts.

// Bars over time; `counts` has one number a bin.
function timeChart(counts, options) {
  const width = 720, height = options.height || 120, bottom = options.bare ? 2 : 20;
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const gap = step > 4 ? Math.min(3, step * 0.2) : 0;
  const at = counts.indexOf(Math.max(...counts, 0));
  const label = counts.length ? t("chartLabel", options.label, BINS[0], BINS[BINS.length - 1], number(most), BINS[at] || "") : options.label;
  const chart = s("svg", { viewBox: "0 0 " + width + " " + height, class: "chart", role: "img", "aria-label": label, preserveAspectRatio: "none" });
  counts.forEach((count, i) => {
    const size = count ? Math.max(1.5, (count / most) * (height - bottom - 4)) : 0;
    add(chart, s("rect", { x: (i * step + gap / 2).toFixed(2), y: (height - bottom - size).toFixed(2), width: Math.max(0.8, step - gap).toFixed(2), height: size.toFixed(2), fill: options.color || "currentColor", rx: step > 8 ? 1.5 : 0 },
      s("title", {}, BINS[i] + " · " + number(count))));
  });
  add(chart, s("line", { x1: 0, x2: width, y1: height - bottom + 0.5, y2: height - bottom + 0.5, class: "axis" }));
  if (options.bare) return chart;
  // Dates stand outside the stretched picture, so that they are not stretched with it.
  const marks = ticks(counts.length);
  return h("div", { class: "timechart" }, chart, h("div", { class: "ticks", "aria-hidden": "true" },
    marks.map((i) => h("span", { style: { left: (((i + 0.5) / counts.length) * 100).toFixed(2) + "%" } }, shortDate(BINS[i])))));
}
// A day without its year, a month with it.
function shortDate(bin) {
  const day = bin.length > 7;
  const format = new Intl.DateTimeFormat(state.lang === "zh" ? "zh-CN" : "en-GB", day ? { month: "short", day: "numeric", timeZone: "UTC" } : { year: "numeric", month: "short", timeZone: "UTC" });
  return format.format(new Date(bin + (day ? "" : "-01") + "T00:00:00Z"));
}
function ticks(count) {
  if (count <= 1) return count ? [0] : [];
  const most = Math.min(count, 5);
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)));
}
function spread(pairs) {
  const out = new Array(BINS.length).fill(0);
  for (let k = 0; k < pairs.length; k += 2) out[pairs[k]] = pairs[k + 1];
  return out;
}

// A list of names with bars.
function barList(items) {
  const most = Math.max(...items.map((item) => item.value)) || 1;
  return h("ol", { class: "bars" }, items.map((item) => h("li", {},
    h("div", { class: "bar-head" }, item.head, h("span", { class: "bar-value" }, item.text)),
    h("div", { class: "bar", "aria-hidden": "true" }, h("div", { style: { width: ((item.value / most) * 100).toFixed(1) + "%", background: item.color || "var(--bar)" } })))));
}
