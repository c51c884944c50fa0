// lib.mjs - a chromium for the tests of the review pages, and checks that say what they saw.
//
// A script ends with `await done()`: it closes the browser and exits 1 if a check failed.
// Nothing but the server under test is asked: any other address is a failure.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
export const URL_ = process.env.URL;
export const W = process.env.W;
const WAIT_MS = 60000; // a machine may be slow
let failures = 0;
let browser;

export function fail(what) {
    failures++;
    console.log(`FAILED: ${what}`);
}

export function check(ok, what) {
    if (!ok) fail(what);
}

export function is(what, seen, wanted) {
    if (seen !== wanted) fail(`${what}: ${JSON.stringify(seen)}, wanted ${JSON.stringify(wanted)}`);
}

export function has(what, seen, part) {
    if (!String(seen).includes(part))
        fail(`${what}: ${JSON.stringify(String(seen).slice(0, 300))} lacks ${JSON.stringify(part)}`);
}

// A look into the store from outside.
export function sql(statement) {
    return execFileSync('sqlite3', ['-batch', '-noheader', '-cmd', '.timeout 60000',
        `${process.env.WS}/earshot.db`, statement], { encoding: 'utf8' }).trim();
}

// The group whose question has the words.
export function group(words) {
    return Number(sql(`SELECT g.id FROM question_group g JOIN question ON question.id = head_id
        WHERE question.text LIKE '%${words}%' ORDER BY g.id LIMIT 1`));
}

export const state = (g) => sql(`SELECT state FROM queue WHERE group_id = ${g}`);

// One person at one browser: cookies of their own.
export async function person(options = {}) {
    browser ??= await chromium.launch({ executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    context.setDefaultTimeout(WAIT_MS);
    page.on('request', (r) => {
        if (!r.url().startsWith(URL_) && !r.url().startsWith('data:')) fail(`a request to ${r.url()}`);
    });
    page.on('pageerror', (e) => fail(`script error on ${page.url()}: ${e.message}`));
    page.on('console', (m) => {
        if (m.type() === 'error' && !/status of 4\d\d|ERR_FAILED/.test(m.text())) fail(`console: ${m.text()}`);
    });
    return page;
}

// Sign in with the password that every account of world.sh has.
export async function sign_in(page, name, password = 'mistletoe grows') {
    await page.goto(`${URL_}/sign-in`);
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', password);
    await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/sign-in')), page.locator('form button.main').click()]);
}

const AXE = require.resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// axe-core beside the page: look(name, only) tells what breaks WCAG 2.2 A and AA in the page as it
// stands then, or the named rules only.
export async function axe(page) {
    // The pages' own policy allows no script but theirs: axe runs in the tool's world.
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld',
        { frameId: frameTree.frame.id, worldName: 'axe' });
    await session.send('Runtime.evaluate', { expression: readFileSync(AXE, 'utf8'), contextId });
    return {
        async look(name, only) {
            const runOnly = only ? { type: 'rule', values: only } : RULES;
            const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
                expression: `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })
                    .then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.help + ': '
                    + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.failureSummary || '')).join(' | '))))`,
                contextId, awaitPromise: true, returnByValue: true });
            if (exceptionDetails) fail(`${name}: axe: ${JSON.stringify(exceptionDetails)}`);
            else for (const v of JSON.parse(result.value)) fail(`${name}: ${v}`);
        },
        end: () => session.detach(),
    };
}

// Accessibility of the page as it stands.
export async function accessible(page, name) {
    const a = await axe(page);
    await a.look(name);
    await a.end();
}

export async function done() {
    if (browser) await browser.close();
    process.exit(failures ? 1 : 0);
}
