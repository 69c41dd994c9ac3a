/**
 * The style sheet of all pages, a file of its own so that the Content-Security-Policy need not allow styles in the pages.
 * Every pair of colours has the contrast that WCAG asks for at level AA, which a browser checks in test/page.
 * https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #1c2024; --quiet: #4c545c; --line: #868e96; --box: #f1f3f5; --link: #0b4fb3;
  --good: #176b2c; --bad: #a8201a; --some: #7a4b00; --in: #e3f6e7; --out: #fde8e6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14181c; --text: #e6e9ec; --quiet: #b1b8bf; --line: #6c757d; --box: #20262c; --link: #8fbaff;
    --good: #7ddc94; --bad: #ff9a92; --some: #f0bf6c; --in: #12311b; --out: #3d1715;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 84rem; padding: 1rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back);
}
header { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: baseline; border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.5rem 0; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 3px solid var(--link); }
.brand { margin: 0; font-weight: 700; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; padding: 0.5rem; background: var(--back); }
.skip:focus { left: 1rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin-bottom: 0.25rem; }
p, ul, ol { max-width: 60rem; }
.quiet { color: var(--quiet); }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--line); }
thead th { white-space: nowrap; }
tbody th { font-weight: 400; }
td, th, li, p, code, h1, h2, h3 { overflow-wrap: break-word; }
tbody th { max-width: 26rem; }
td:last-child, li, p, h2, h3 { overflow-wrap: anywhere; }
td:last-child { min-width: 10rem; }
td { min-width: 4rem; }
td p { margin: 0 0 0.4rem; }
time { white-space: nowrap; }
td.text { min-width: 16rem; }
.status { font-weight: 600; white-space: nowrap; }
.injected { color: var(--good); }
.partial { color: var(--some); }
.skipped, .unchanged, .problem { color: var(--bad); }
form { display: flex; flex-wrap: wrap; gap: 0.75rem 1.25rem; align-items: end; }
label { display: block; font-weight: 600; }
input, select, textarea, button {
  font: inherit; color: var(--text); background: var(--back); border: 1px solid var(--line); border-radius: 0.25rem;
  padding: 0.4rem 0.6rem; max-width: 100%;
}
button { background: var(--link); color: var(--back); border-color: var(--link); font-weight: 600; cursor: pointer; }
.wide { flex: 1 0 100%; }
textarea { width: 100%; min-height: 18rem; font-family: ui-monospace, monospace; font-size: 0.9rem; }
.route { display: flex; flex-wrap: wrap; gap: 0.5rem 0; margin: 0.75rem 0; padding: 0; list-style: none; max-width: none; }
.route > li { display: flex; align-items: center; }
.route > li + li::before { content: "\\2192"; padding: 0 0.75rem; font-size: 1.4rem; }
.hop { border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.4rem 0.75rem; background: var(--box); }
.hop span { display: block; color: var(--quiet); font-size: 0.9rem; }
pre { margin: 0; padding: 0.75rem; background: var(--box); font: 0.85rem/1.45 ui-monospace, monospace; width: max-content; min-width: 100%; }
pre span { display: block; min-height: 1.45em; }
pre .in { background: var(--in); }
pre .out { background: var(--out); }
pre .place { color: var(--quiet); }
`;
