// Making elements. Text only ever goes in as text nodes: names and sentences are not to be trusted.
function h(tag, props) {
  const element = document.createElement(tag);
  set(element, props);
  for (let i = 2; i < arguments.length; i++) add(element, arguments[i]);
  return element;
}
const SVG = "http://www.w3.org/2000/svg";
function s(tag, props) {
  const element = document.createElementNS(SVG, tag);
  set(element, props);
  for (let i = 2; i < arguments.length; i++) add(element, arguments[i]);
  return element;
}
function set(element, props) {
  Object.keys(props || {}).forEach((key) => {
    const value = props[key];
    if (value === null || value === undefined || value === false) return;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") Object.keys(value).forEach((k) => element.style.setProperty(k, value[k]));
    else element.setAttribute(key, value === true ? "" : value);
  });
}
function add(element, child) {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach((c) => add(element, c));
  else if (child instanceof Node) element.appendChild(child);
  else element.appendChild(document.createTextNode(String(child)));
}
function fill(element) {
  element.textContent = "";
  for (let i = 1; i < arguments.length; i++) add(element, arguments[i]);
  return element;
}
function $(id) {
  return document.getElementById(id);
}
function announce(text) {
  $("live").textContent = text;
}

// A link to an article; addresses of any other kind than the web's are not made into links.
function articleLink(doc) {
  const title = doc.t || t("openArticle");
  if (!/^https?:\/\//i.test(doc.u)) return h("span", { class: "article", lang: "zh" }, title);
  return h("a", { class: "article", href: doc.u, target: "_blank", rel: "noopener noreferrer", lang: "zh" }, title);
}

// A sentence with names marked in it.
function marked(text, names) {
  const out = [];
  const wanted = names.slice().sort((a, b) => b.length - a.length);
  const lower = text.toLowerCase();
  const wantedLower = wanted.map((name) => name.toLowerCase());
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const k = wantedLower.findIndex((name) => lower.startsWith(name, at));
    if (k < 0 || lower.length !== text.length) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) out.push(plain);
    plain = "";
    out.push(h("mark", {}, text.slice(at, at + wanted[k].length)));
    at += wanted[k].length;
  }
  if (plain) out.push(plain);
  return out;
}
function quote(doc, textIndex, names) {
  const article = D.docs[doc];
  return h("li", { class: "quote" },
    h("p", { lang: "zh" }, marked(D.texts[textIndex], names)),
    h("p", { class: "cite" },
      article.d ? h("time", { datetime: article.d }, article.d) : null,
      D.sources[article.s] ? h("span", { lang: "zh" }, D.sources[article.s]) : null,
      articleLink(article)));
}

function dot(color) {
  return h("span", { class: "dot", style: { "background": color }, "aria-hidden": "true" });
}
function entityButton(i, options) {
  const other = otherName(i);
  const noOther = options && options.short;
  return h("button", {
    type: "button", class: "entity", onclick: () => openEntity(i),
    title: nameOf(i, "both"),
  }, dot(TYPE_COLOR[D.nodes[i].k] || GREY),
  h("span", { class: "entity-name" }, nameOf(i)), other && !noOther ? h("span", { class: "entity-other" }, other) : null);
}
// An entity of the page, or the bare name of one that is not on it.
function entityOrName(i, name) {
  return i === null || i === undefined ? h("span", { class: "bare" }, name || "—") : entityButton(i, { short: true });
}
