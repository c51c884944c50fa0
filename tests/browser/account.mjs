// account.mjs - the pages around accounts, wide and narrow, light and dark, with and without scripts.
import { URL_, accessible, check, done, has, is, person } from './lib.mjs';

const password = 'mistletoe grows';
const first = process.argv[2];

async function whole(page, name) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(over <= 0, `${name} is ${over} px too wide`);
    await accessible(page, name);
}

async function press(page, button, where) {
    await Promise.all([page.waitForURL(where), button.click()]);
}

// The first account.
const start = await person();
await start.goto(first);
await whole(start, 'first account');
await start.fill('[name=name]', 'ada');
await start.fill('[name=full_name]', 'Ada Lovelace');
await start.fill('[name=password]', password);
await start.fill('[name=again]', password);
await press(start, start.locator('button.main'), '**/sign-in');

const looks = [
    ['wide', {}],
    ['narrow and dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
    ['scripts off', { javaScriptEnabled: false }],
];
for (const [look, options] of looks) {
    const page = await person(options);
    const see = (name) => (look === 'scripts off' ? undefined : whole(page, `${name}, ${look}`));

    // 401 leads to where one wanted to go.
    await page.goto(`${URL_}/people`);
    await see('sign-in');
    await page.fill('[name=name]', 'ada');
    await page.fill('[name=password]', 'wrong');
    await page.locator('button.main').click();
    has('wrong password', await page.textContent('[role=alert]'), 'do not fit');
    await see('wrong password');
    is('the name stays', await page.inputValue('[name=name]'), 'ada');
    await page.fill('[name=password]', password);
    await press(page, page.locator('button.main'), '**/people');
    await see('people');

    // Somebody new, and a link for the password.
    const name = `ben-${looks.findIndex(([x]) => x === look)}`;
    await page.fill('[name=name]', name);
    await page.selectOption('[name=role]', 'lead');
    await press(page, page.locator('main button.main'), `**/people/${name}`);
    await see('a person');
    await page.getByText('Make a link').click();
    has('link', await page.textContent('main code'), '/link/');
    await see('link');

    // The profile: a key moved, one that is taken refused with what was typed.
    await page.goto(`${URL_}/profile`);
    await see('profile');
    const save = () => page.locator('form[action="/profile/settings"] button').click();
    await page.selectOption('[name=theme]', 'dark');
    await page.locator('summary', { hasText: 'Move keys' }).click();
    await page.fill('[name="key-a"]', 'q');
    await Promise.all([page.waitForURL('**/profile?done=saved'), save()]);
    is('theme', await page.getAttribute('html', 'data-theme'), 'dark');
    await see('profile, saved');
    await page.locator('summary', { hasText: 'Move keys' }).click();
    await page.fill('[name="key-a"]', 'e');
    await save();
    has('taken key', await page.textContent('[role=alert]'), 'e cannot be both');
    is('what was typed', await page.inputValue('[name="key-a"]'), 'e');
    await see('profile, refused');
    await page.fill('[name="key-a"]', 'a');
    await page.selectOption('[name=theme]', 'auto');
    await Promise.all([page.waitForURL('**/profile?done=saved'), save()]);

    await page.goto(`${URL_}/profile/totp`);
    await see('second factor');
    await page.goto(`${URL_}/audit?verify=1`);
    has('log', await page.textContent('.message'), 'all as they were written');
    await see('audit');
    await press(page, page.locator('.sign-out button'), '**/sign-in');
    await page.goto(`${URL_}/profile`);
    is('signed out', await page.title(), 'Sign in - Earshot');
}
await done();
