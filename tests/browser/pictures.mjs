// pictures.mjs DIR - what README.md shows: the queue, a card, the numbers.
import { statSync } from 'node:fs';
import { URL_, done, fail, group, person, sign_in } from './lib.mjs';

const [dir] = process.argv.slice(2);
const MAX_BYTES = 150_000; // everybody who clones has them
const page = await person({ colorScheme: 'light', deviceScaleFactor: 0.6 });

await sign_in(page, 'ada');
for (const [name, address] of [['queue', '/q/physics'], ['card', `/g/${group('application deadline for the master')}`], ['numbers', '/numbers']]) {
    const file = `${dir}/${name}.png`;

    await page.goto(URL_ + address);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: file });
    if (statSync(file).size > MAX_BYTES) fail(`${file} has ${statSync(file).size} bytes`);
    console.log(`docs/${name}.png`);
}
await done();
