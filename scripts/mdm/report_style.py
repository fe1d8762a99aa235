"""How the steward's report looks, on screen and on paper."""

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.45 system-ui, sans-serif; color: #1c1f23; background: #fff; margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.5rem; } h1 small { font-size: 1rem; font-weight: 400; color: #4a5058; }
h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0; }
h4 { font-size: .95rem; margin: .75rem 0 .25rem; }
a { color: #0b5394; } a:focus, .wide:focus { outline: 3px solid #0b5394; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; padding: .25rem 0; color: #4a5058; }
th, td { border: 1px solid #cfd4da; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th, tbody th { background: #f3f5f7; } thead th small { font-weight: 400; }
mark { background: #ffe9a8; color: inherit; padding: 0 .15rem; border-bottom: 2px solid #8a6100; }
.missing { color: #6b7280; font-style: italic; }
.pair { border: 1px solid #cfd4da; border-left-width: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.asked { border-left-color: #8a6100; }
.tier { padding: .1rem .4rem; border: 1px solid currentColor; }
.auto_merge { color: #0b5a34; } .review { color: #7a4f00; } .no_match { color: #7f1d1d; }
.waterfall { display: block; width: 100%; max-width: 45rem; font-size: 13px; }
.waterfall .plus { fill: #2b7bba; } .waterfall .minus { fill: #c2571a; }
.waterfall .sum { fill: #3f4650; }
.waterfall .zero { stroke: #3f4650; } .waterfall .tier { stroke: #7a4f00; stroke-dasharray: 4 3; }
.waterfall .edge { font-size: 11px; fill: #4a5058; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  body { font-size: 10pt; } nav { display: none; } .wide { overflow: visible; }
  .pair, tr { break-inside: avoid; } h2 { break-after: avoid; }
  mark, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
