// report.html in a real browser.
import assert from "node:assert/strict";
import fs from "node:fs";
import test, { after, before } from "node:test";
import { chromium } from "playwright-core";

const pages = `${process.env.PAGES || new URL("../../target/tmp/pages", import.meta.url).pathname}/`;
const sample = `${pages}report-sample.html`;
const large = `${pages}report-large.html`;
const anyPage = process.env.REPORT || sample;
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser.close());

// Opens a page; `faults` gathers whatever should not happen.
async function open(file, hash = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("dialog", (dialog) => { faults.push("dialog"); dialog.dismiss(); });
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url()); });
  await page.goto(`file://${file}${hash}`);
  await page.waitForSelector("#main > *");
  return { page, faults, close: () => context.close() };
}
const numbers = async (page) => (await page.locator("#shown").textContent()).replace(/[^\d·]/g, "").split("·").map(Number);
async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) };
}
// Rows of CSV without line ends in fields.
const rows = (bytes) => bytes.toString("utf8").replace(/^\ufeff/, "").trim().split("\n");

test("every view opens without a fault or a request", async () => {
  const { page, faults, close } = await open(anyPage);
  const views = await page.locator("nav button").evaluateAll((all) => all.map((b) => b.dataset.view));
  assert.ok(views.includes("overview") && views.includes("network"));
  for (const view of views) {
    await page.click(`nav button[data-view=${view}]`);
    await page.waitForTimeout(60);
    assert.equal(await page.getAttribute(`nav button[data-view=${view}]`, "aria-current"), "page");
    assert.ok(await page.locator("#main").evaluate((main) => main.textContent.length > 10));
  }
  for (const button of ["#language", "#theme", "#language"]) await page.click(button);
  assert.deepEqual(faults, []);
  await close();
});

test("search finds 绍伊古 by Shoigu and opens him", async () => {
  const { page, faults, close } = await open(sample, "#lang=zh");
  await page.fill("#search", "shoigu");
  const first = page.locator("#found li").first();
  assert.match(await first.textContent(), /绍伊古/);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getAttribute("#search", "aria-activedescendant"), "found-0");
  await page.keyboard.press("Enter");
  const panel = page.locator("#panel");
  assert.equal(await panel.locator("h2").textContent(), "绍伊古");
  assert.match(await panel.textContent(), /Sergei Shoigu/);
  assert.match(await panel.textContent(), /谢尔盖·绍伊古/);
  assert.match(await panel.textContent(), /国防部长/);
  assert.match(await page.evaluate(() => location.hash), /e=p2/);
  // By an alias in Traditional characters as well.
  await page.fill("#search", "紹伊古");
  assert.match(await page.locator("#found li").first().textContent(), /绍伊古/);
  assert.deepEqual(faults, []);
  await close();
});

test("a click shows the sentences behind a tie, with links", async () => {
  const { page, faults, close } = await open(sample, "#lang=zh&e=p2");
  const neighbour = page.locator("#panel .neighbour").first();
  await neighbour.locator("summary").click();
  const quote = neighbour.locator(".quote").first();
  assert.match(await quote.textContent(), /会谈，双方<b>同意<\/b>合作/);
  assert.deepEqual((await quote.locator("mark").allTextContents()).sort(), ["普京", "绍伊古"]);
  const link = quote.locator("a");
  assert.match(await link.getAttribute("href"), /^https:\/\/example\.org\//);
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  // An address that is not of the web is no link.
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  assert.equal(await neighbour.locator(".quote").nth(1).locator("a").count(), 0);
  await neighbour.locator(".actions .button").click();
  assert.match(await page.locator("#panel h2").textContent(), /普京.*绍伊古/);
  assert.match(await page.evaluate(() => location.hash), /p=p1%7Ep2|p=p1~p2/);
  assert.deepEqual(faults, []);
  await close();
});

test("markup in names is text", async () => {
  const { page, faults, close } = await open(sample, "#lang=zh&v=person");
  assert.match(await page.locator("table").textContent(), /<script>alert\("名"\)<\/script>/);
  await page.goto(`file://${sample}#lang=en&v=network&e=x1`);
  assert.equal(await page.locator("#panel h2").textContent(), "<img src=x onerror=alert(1)>");
  assert.equal(await page.locator("#main img, #panel img, #panel script").count(), 0);
  await page.locator("#panel .neighbour summary").first().click();
  await page.fill("#search", "<script>");
  const svg = await download(page, "#save-svg");
  const text = svg.bytes.toString("utf8");
  assert.ok(!/<img|<script/.test(text) && text.includes("&lt;img"));
  assert.deepEqual(faults, []);
  await close();
});

test("sliders and boxes change what is shown", async () => {
  const { page, faults, close } = await open(sample, "#v=network&lang=en");
  const whole = await numbers(page);
  assert.deepEqual(whole, [8, 10]);
  await page.locator("#time-to").evaluate((slider) => { slider.value = 5; slider.dispatchEvent(new Event("input", { bubbles: true })); });
  const early = await numbers(page);
  assert.ok(early[1] < whole[1] && early[1] > 0, String(early));
  assert.match(await page.locator("#time-text").textContent(), /2021-03-01 – 2021-03-05/);
  assert.match(await page.evaluate(() => location.hash), /to=2021-03-05/);
  await page.locator(".timeline .button").click();
  assert.deepEqual(await numbers(page), whole);
  await page.uncheck('input[data-type="person"]');
  const without = await numbers(page);
  assert.ok(without[0] < whole[0]);
  await page.check('input[data-type="person"]');
  await page.locator("#weight").evaluate((slider) => { slider.value = 30; slider.dispatchEvent(new Event("input", { bubbles: true })); });
  assert.ok((await numbers(page))[1] < whole[1]);
  assert.deepEqual(faults, []);
  await close();
});

test("time plays to the end", async () => {
  const { page, faults, close } = await open(sample, "#v=network&lang=en");
  const seen = new Set();
  await page.click("#play");
  for (let i = 0; i < 60; i++) {
    seen.add(await page.locator("#time-text").textContent());
    if ((await page.getAttribute("#play", "aria-label")) === "Play") break;
    await page.waitForTimeout(400);
  }
  assert.ok(seen.size > 6, `${seen.size} steps`);
  assert.match(await page.locator("#time-text").textContent(), /2021-03-20$/);
  assert.deepEqual(faults, []);
  await close();
});

test("downloads hold what is shown", async () => {
  const { page, faults, close } = await open(anyPage, "#v=network&lang=en");
  const [nodes, edges] = await numbers(page);
  const saved = await download(page, "#save-edges");
  assert.match(saved.name, /\.csv$/);
  assert.equal(rows(saved.bytes).length, edges + 1);
  assert.match(rows(saved.bytes)[0], /^Source,Target,Type,Weight/);
  assert.equal(rows((await download(page, "#save-nodes")).bytes).length, nodes + 1);
  const png = await download(page, "#save-png");
  assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
  assert.ok(png.bytes.length > 5000);
  const svg = (await download(page, "#save-svg")).bytes.toString("utf8");
  assert.equal((svg.match(/<circle/g) || []).length, nodes);
  assert.equal((svg.match(/<line/g) || []).length, edges);
  assert.deepEqual(faults, []);
  await close();
});

test("a table is searched, sorted and saved", async () => {
  const { page, faults, close } = await open(sample, "#v=person&lang=en");
  const column = () => page.locator("tbody tr th").allTextContents();
  assert.match((await column())[0], /Putin/);
  await page.locator("thead button").first().click();
  assert.equal(await page.locator("thead th").first().getAttribute("aria-sort"), "ascending");
  const sorted = await column();
  assert.deepEqual(sorted, sorted.slice().sort(new Intl.Collator("en").compare));
  await page.fill(".toolbar input", "紹伊");
  assert.equal((await column()).length, 1);
  const saved = rows((await download(page, ".toolbar .button")).bytes);
  assert.equal(saved.length, 2);
  assert.match(saved[1], /^p2,绍伊古,Sergei Shoigu/);
  await page.fill(".toolbar input", "nobody at all");
  assert.match(await page.locator("td.empty").textContent(), /Nothing found/);
  // A cell that a spreadsheet would run is disarmed.
  await page.goto(`file://${sample}#v=network&lang=en&types=person`);
  const cells = (await download(page, "#save-nodes")).bytes.toString("utf8");
  assert.ok(cells.includes("'=1+1") && !/,=1/.test(cells));
  assert.deepEqual(faults, []);
  await close();
});

test("the picture is pointed at, and walked by keys", async () => {
  const { page, faults, close } = await open(sample, "#v=network&lang=en");
  await page.waitForTimeout(200);
  const svg = (await download(page, "#save-svg")).bytes.toString("utf8");
  const [, x, y] = svg.match(/<circle cx="([\d.]+)" cy="([\d.]+)"[^>]*><title>普京/);
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.move(box.x + Number(x), box.y + Number(y));
  assert.match(await page.locator(".tip").textContent(), /普京 \(Vladimir Putin\)/);
  await page.mouse.click(box.x + Number(x), box.y + Number(y));
  assert.equal(await page.locator("#panel h2").textContent(), "Vladimir Putin");
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#panel").isHidden());
  await page.focus("#canvas");
  await page.keyboard.press("ArrowRight");
  const said = await page.locator("#live").textContent();
  assert.match(said, /ties$/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#panel h2").isVisible());
  await page.keyboard.press("Escape");
  // Dragging moves the picture and opens nothing; the wheel zooms.
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 90, { steps: 4 });
  await page.mouse.up();
  await page.mouse.wheel(0, -300);
  assert.ok(await page.locator("#panel").isHidden());
  assert.deepEqual(faults, []);
  await close();
});

test("the address holds the view, and back goes back", async () => {
  const { page, faults, close } = await open(sample, "#v=network&lang=en&theme=dark&e=p1&types=person.country&w=3&from=2021-03-02&to=2021-03-12&color=community&labels=both");
  assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.locator("#panel h2").textContent(), "Vladimir Putin");
  assert.equal(await page.inputValue("#choice-color"), "community");
  assert.equal(await page.inputValue("#choice-labels"), "both");
  assert.ok(!(await page.isChecked('input[data-type="organization"]')));
  assert.match(await page.locator("#time-text").textContent(), /2021-03-02 – 2021-03-12/);
  await page.click("nav button[data-view=person]");
  assert.equal(await page.locator("#main h2").textContent(), "People");
  await page.goBack();
  assert.ok(await page.locator("#canvas").isVisible());
  // Nonsense in the address does no harm.
  await page.goto("about:blank");
  await page.goto(`file://${sample}#v=nowhere&e=nobody&p=a~b&w=x&from=1999&types=%3Cb%3E&lang=fr`);
  await page.waitForSelector(".tiles");
  assert.deepEqual(faults, []);
  await close();
});

test("usable with a keyboard and a screen reader", async () => {
  const { page, faults, close } = await open(sample, "#lang=en");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  for (const hash of ["#lang=en", "#lang=en&v=network&e=p1", "#lang=en&v=relations", "#lang=zh&v=positions"]) {
    await page.goto("about:blank");
    await page.goto(`file://${sample}${hash}`);
    await page.waitForSelector("#main > *");
    const nameless = await page.evaluate(() => Array.from(document.querySelectorAll("button, input, select, a, summary, [role=img], [role=application], aside, nav"))
      .filter((e) => e.offsetParent !== null || e.getClientRects().length)
      .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || (e.labels && e.labels.length))).map((e) => e.outerHTML.slice(0, 120)));
    assert.deepEqual(nameless, [], hash);
  }
  // The panel takes the focus when it opens and gives it back when it closes.
  await page.goto("about:blank");
  await page.goto(`file://${sample}#lang=en`);
  const opener = page.locator(".bars .entity").first();
  await opener.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.className), "entity");
  assert.deepEqual(faults, []);
  await close();
});

test("fits a narrow screen", async () => {
  for (const view of ["overview", "network", "person", "relations"]) {
    const { page, faults, close } = await open(anyPage, `#lang=en&v=${view}`, { viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true });
    const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(width <= inner, `${view}: ${width} > ${inner}`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("2,000 entities and 20,000 ties stay smooth", async (context) => {
  const start = Date.now();
  const { page, faults, close } = await open(large, "#v=network&lang=en&backbone=0&top=2000");
  const loaded = Date.now() - start;
  const [nodes, edges] = await numbers(page);
  assert.ok(nodes > 1500 && edges === 20000, `${nodes} ${edges}`);
  const box = await page.locator("#canvas").boundingBox();
  // The time between frames while the picture is dragged.
  const frames = page.evaluate(() => new Promise((done) => {
    const times = [];
    let last = performance.now();
    const step = (now) => {
      times.push(now - last);
      last = now;
      if (times.length < 40) requestAnimationFrame(step);
      else done(times.slice(3).sort((a, b) => a - b));
    };
    requestAnimationFrame(step);
  }));
  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  for (let i = 0; i < 60; i++) await page.mouse.move(box.x + 300 + i * 3, box.y + 300 + i);
  await page.mouse.up();
  const times = await frames;
  const median = times[Math.floor(times.length / 2)];
  const filter = await page.evaluate(() => {
    const box = document.querySelector("#box-backbone");
    const before = performance.now();
    box.click();
    return performance.now() - before;
  });
  context.diagnostic(`loaded in ${loaded} ms, median frame ${median.toFixed(0)} ms, filter ${filter.toFixed(0)} ms`);
  assert.ok(loaded < 6000 && median < 120 && filter < 500);
  assert.deepEqual(faults, []);
  await close();
});

test("both languages have the same words", () => {
  // The tests may run as a copy beside their packages.
  const repository = process.env.REPOSITORY ? `file://${process.env.REPOSITORY}/` : new URL("../../", import.meta.url);
  const words = fs.readFileSync(new URL("src/export/report/words.js", repository), "utf8");
  const [zh, en] = words.split(/^ {2}en: \{/m).map((part) => Array.from(part.matchAll(/(\w+): "/g), (m) => m[1]).sort());
  assert.ok(zh.length > 100);
  assert.deepEqual(zh, en);
});
