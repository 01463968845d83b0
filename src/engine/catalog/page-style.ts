/** The look of the exported catalogue: system fonts, light and dark, one column on a phone. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--ink:#1d1b18;--soft:#524d46;--line:#e3ded5;--accent:#2a4fa8;--tint:#e8edf9;--sunken:#faf8f5;--mark:#fbefd8}
@media(prefers-color-scheme:dark){:root{--bg:#191b1e;--ink:#eceae5;--soft:#bdb9b1;--line:#33373d;--accent:#9db8ff;--tint:#232f4d;--sunken:#1f2225;--mark:#4a3a16}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template:auto minmax(0,1fr)/minmax(17rem,26rem) minmax(0,1fr);height:100vh;color:var(--ink);background:var(--bg)}
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;padding:.7rem 1.25rem;border-bottom:1px solid var(--line)}
h1{font-size:1.1rem;margin:0}h1 a{color:inherit;text-decoration:none}header p{margin:0;color:var(--soft);font-size:.85rem;flex:1}
label{color:var(--soft);font-size:.85rem}input,select{font:inherit;font-size:1rem;color:var(--ink);background:var(--bg);border:1px solid var(--soft);border-radius:7px;padding:.35rem .6rem}input{width:min(26rem,60vw)}
nav{overflow:auto;border-right:1px solid var(--line)}nav p{margin:0;padding:.5rem 1rem;color:var(--soft);font-size:.85rem}
nav ul{list-style:none;margin:0;padding:0}nav li a{display:block;padding:.45rem 1rem;border-bottom:1px solid var(--line);color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
nav li a:hover{background:var(--sunken)}nav li a[aria-current]{background:var(--tint);box-shadow:inset 3px 0 var(--accent)}
nav b{font-weight:650}nav span{color:var(--soft);font-size:.8rem}nav em{display:block;font-style:normal;color:var(--soft);font-size:.85rem}
mark{background:var(--mark);color:inherit}main{overflow:auto;padding:1rem 1.5rem 4rem;outline:none}
h2{margin:.2rem 0;font-size:1.35rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:1.5rem 0 .4rem}.kind{color:var(--soft);margin:0}
a{color:var(--accent)}dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:600}thead th{color:var(--soft);font-size:.85rem}
td.type{font:.85rem/1.6 ui-monospace,monospace;color:var(--soft)}tr.found{background:var(--mark)}
.ids{columns:17rem;padding-left:1.1rem}.ids li{overflow-wrap:anywhere}pre{background:var(--sunken);border:1px solid var(--line);border-radius:9px;padding:.8rem 1rem;overflow:auto;font:.82rem/1.55 ui-monospace,monospace}
.text{white-space:pre-line;max-width:72ch}
@media(max-width:48rem){body{display:block;height:auto}nav{max-height:45vh;border-right:0;border-bottom:1px solid var(--line)}main{padding:1rem}.ids{columns:auto}dl{grid-template-columns:1fr}}
`;
