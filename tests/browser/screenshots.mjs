// screenshots.mjs DIR [NAME...] - every page at four widths, light and dark, and an index.
import { writeFileSync } from 'node:fs';
import { URL_, done, person, sign_in } from './lib.mjs';
import { pages } from './pages.mjs';

const [dir, ...only] = process.argv.slice(2);
const widths = [1440, 1024, 800, 390];
const shots = [];
const wanted = [['sign-in', '/sign-in'], ...pages()].filter(([name]) => only.length === 0 || only.some((x) => name.includes(x)));

for (const colorScheme of ['light', 'dark']) {
    const page = await person({ colorScheme });
    for (const [name, address] of wanted) {
        if (name !== 'sign-in' && !(await page.context().cookies()).length) await sign_in(page, 'ada');
        await page.goto(URL_ + address);
        await page.mouse.move(0, 0);
        for (const width of widths) {
            const file = `${name}-${width}-${colorScheme}.png`;
            await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
            await page.screenshot({ path: `${dir}/${file}`, fullPage: width < 500 });
            shots.push([name, address, width, colorScheme, file]);
        }
    }
}
const rows = [...new Set(shots.map((s) => s[0]))].map((name) => `<h2>${name}</h2><p>${shots.filter((s) => s[0] === name)
    .map((s) => `<a href="${s[4]}"><img loading="lazy" src="${s[4]}" alt="${s[2]} ${s[3]}" height="260"></a>`).join(' ')}</p>`);
writeFileSync(`${dir}/index.html`, `<!doctype html><meta charset="utf-8"><title>Earshot, every page</title>
<style>body{font:1rem system-ui;margin:2rem}img{border:1px solid #999;margin:.25rem;vertical-align:top}</style>
<h1>${shots.length} pictures</h1>${rows.join('\n')}\n`);
console.log(`${shots.length} pictures of ${wanted.length} pages`);
await done();
