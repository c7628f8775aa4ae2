// report.html of the sample archive, as extract writes it.
import assert from "node:assert/strict";
import fs from "node:fs";
import test, { after, before } from "node:test";
import { chromium } from "playwright-core";

const pages = process.env.PAGES || new URL("../../target/tmp/pages", import.meta.url).pathname;
const file = process.env.REPORT_DATA || `${pages}/report-data.html`;
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser.close());

async function open(hash) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: "en-GB" });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url()); });
  await page.goto(`file://${file}${hash}`);
  await page.waitForSelector("#main > *");
  return { page, faults, close: () => context.close() };
}
const numbers = async (page) => (await page.locator("#shown").textContent()).replace(/[^\d·]/g, "").split("·").map(Number);
async function download(page, selector) {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return fs.readFileSync(await saved.path(), "utf8").replace(/^\ufeff/, "").trim().split("\n");
}

test("Shoigu is found, and a click shows why he is tied to Putin", async () => {
  const { page, faults, close } = await open("#lang=zh");
  await page.fill("#search", "Shoigu");
  assert.match(await page.locator("#found li").first().textContent(), /绍伊古/);
  await page.keyboard.press("Enter");
  const panel = page.locator("#panel");
  assert.equal(await panel.locator("h2").textContent(), "绍伊古");
  assert.match(await panel.textContent(), /Sergei Shoigu/);
  assert.match(await panel.textContent(), /国防部长/);
  const tie = panel.locator(".neighbour").filter({ hasText: "普京" }).first();
  await tie.locator("summary").click();
  const marks = await tie.locator(".quote").first().locator("mark").allTextContents();
  assert.ok(marks.some((m) => /[绍紹]伊古|Shoigu/.test(m)) && marks.some((m) => /普京|普丁|Putin/.test(m)), String(marks));
  assert.match(await tie.locator(".quote a").first().getAttribute("href"), /^https:\/\//);
  assert.match(await tie.locator(".quote time").first().textContent(), /^20\d\d-\d\d-\d\d$/);
  assert.deepEqual(faults, []);
  await close();
});

test("every tie of the network has a sentence", async () => {
  const { page, close } = await open("");
  const bare = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).edges.filter((e) => !e.e.length).length);
  assert.equal(bare, 0);
  await close();
});

test("the slider changes the counts, and the download holds what is shown", async () => {
  const { page, faults, close } = await open("#v=network&lang=en&backbone=0");
  const whole = await numbers(page);
  await page.locator("#time-from").evaluate((slider) => { slider.value = Math.floor(slider.max / 2); slider.dispatchEvent(new Event("input", { bubbles: true })); });
  const late = await numbers(page);
  assert.ok(late[1] > 0 && late[1] < whole[1], `${late} of ${whole}`);
  assert.equal((await download(page, "#save-edges")).length, late[1] + 1);
  assert.equal((await download(page, "#save-nodes")).length, late[0] + 1);
  assert.deepEqual(faults, []);
  await close();
});

test("every view, both languages, light and dark", async () => {
  const { page, faults, close } = await open("#lang=en");
  const views = await page.locator("nav button").evaluateAll((all) => all.map((b) => b.dataset.view));
  assert.deepEqual(views, ["overview", "network", "person", "country", "organization", "place", "pairs", "relations", "positions"]);
  for (const view of views) {
    await page.click(`nav button[data-view=${view}]`);
    for (const button of ["#language", "#theme"]) await page.click(button);
    assert.ok(await page.locator("#main").evaluate((main) => main.textContent.length > 40), view);
  }
  assert.deepEqual(faults, []);
  await close();
});
