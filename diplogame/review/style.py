"""Style and script of the review page."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1c2530;--paper:#fbfaf7;--soft:#5d6874;--line:#d9d6cd;--card:#fff;--blue:#1f6fb2;--red:#b3402e;--green:#2f7d4f;--violet:#7a4fa3;--gold:#a97a12}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--paper:#12161c;--soft:#9aa5b1;--line:#2c3540;--card:#1a2028;--blue:#6db3ec;--red:#ef8a75;--green:#74c796;--violet:#c09be6;--gold:#e2bd5e}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:940px;padding:1.2rem 1rem 3rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.7rem;margin:.2rem 0}h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}h3{font-size:1.02rem;margin:1.3rem 0 .3rem}
.quiet,figcaption,caption{color:var(--soft);font-size:.92rem}caption{text-align:left}
.ending{font-size:1.2rem;margin:.3rem 0}
nav{display:flex;flex-wrap:wrap;gap:.35rem .9rem;padding:.5rem 0;border-block:1px solid var(--line)}
a{color:var(--blue)}
.tale{font-size:1.06rem}
.fates{columns:2;column-gap:2.2rem;padding-left:1.1rem}.fates li{break-inside:avoid;margin-bottom:.4rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;padding:.28rem .6rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}
.num{text-align:right;font-variant-numeric:tabular-nums}
.bar{display:inline-block;width:5.5rem;height:.55rem;background:var(--line);border-radius:3px;overflow:hidden;vertical-align:middle;margin-left:.4rem}.bar>span{display:block;height:100%;background:var(--blue)}
figure{margin:.6rem 0 1rem}svg{width:100%;height:auto}
.grid{stroke:var(--line)}.axis{fill:var(--soft);font-size:9.5px}.name{font-size:10px}
.line{fill:none;stroke-width:1.6}.l0{stroke:var(--ink)}.l1{stroke:var(--blue);stroke-dasharray:7 3}.l2{stroke:var(--green);stroke-dasharray:2 3}.l3{stroke:var(--gold);stroke-dasharray:9 3 2 3}
.n0{fill:var(--ink)}.n1{fill:var(--blue)}.n2{fill:var(--green)}.n3{fill:var(--gold)}
line.mark{stroke:var(--red);stroke-dasharray:3 4}circle.mark{fill:var(--red)}
details.turn{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem .8rem;margin:.5rem 0}
summary{cursor:pointer}ul.orders,ul.events{list-style:none;padding-left:.3rem}ul.orders>li,ul.events>li{margin:.3rem 0}
ul.events{border-top:1px dashed var(--line);padding-top:.4rem}
.grave{font-weight:650}.badge{background:var(--violet);color:var(--paper);border-radius:4px;font-size:.75rem;padding:.05rem .4rem}
.why{border-left:3px solid var(--line);margin:.2rem 0 .6rem 1rem;padding-left:.8rem;font-size:.95rem}.why p{margin:.2rem 0}.for{color:var(--green)}.against{color:var(--red)}
.state.kept{color:var(--green)}.state.broken{color:var(--red)}
.questions li,.points li{margin:.5rem 0}
.filter{display:flex;gap:1.2rem;flex-wrap:wrap}[hidden]{display:none}
@media (max-width:640px){.fates{columns:1}.axis{font-size:17px}.name{font-size:15.5px}.line{stroke-width:2.6}.bar{display:none}th,td{padding-right:.45rem}table{font-size:.9rem}ol,ul{padding-left:1.3rem}}
@media print{nav,.filter{display:none}body{max-width:none;font-size:12px}}
"""

SCRIPT = """
(function(){var who=document.getElementById('who'),only=document.getElementById('hidden');if(!who)return;
function show(){document.querySelectorAll('ul.orders>li').forEach(function(li){li.hidden=(who.value&&li.dataset.source!==who.value)||(only.checked&&li.dataset.hidden!=='1')});
if(who.value||only.checked)document.querySelectorAll('details.turn').forEach(function(d){d.open=true})}
who.addEventListener('change',show);only.addEventListener('change',show)})();
"""
