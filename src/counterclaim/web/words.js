// Which words each outlet has for whom, beside the neutral name.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const SIGN = { 1: ["+", "speaks for"], "-1": ["−", "speaks against"], 0: ["", "descriptive"] };

  cc.renderWords = () => {
    const rows = cc.data.framing.filter(u => !cc.state.according || u.claims.some(c => cc.speaks(cc.data.claims[c])));
    const outlets = [...new Set(rows.map(u => u.outlet))].sort();
    const subjects = new Map();
    for (const u of rows) subjects.set(u.key + u.subject, [...(subjects.get(u.key + u.subject) || []), u]);
    const groups = [...subjects.values()].sort((a, b) => new Set(b.map(u => u.outlet)).size - new Set(a.map(u => u.outlet)).size);
    const cell = u => h("li", { class: `label v${u.valence}` }, u.claims.length ? cc.claimLink(u.claims[0], u.label) : u.label, SIGN[u.valence][0] && h("span", { class: "sign", "aria-label": SIGN[u.valence][1] , role: "img" }, SIGN[u.valence][0]),
      h("span", { class: "via" }, ` ${u.own}/${u.of}${u.quoted ? ` (+${u.quoted} quoted)` : ""}`));
    cc.put("words", cc.heading("words", "In which words", "What each outlet calls whom, and in how many of its mentions; + speaks for, − against. Words in quotation marks are counted apart."),
      groups.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of words" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Neutral name"), outlets.map(o => h("th", { scope: "col" }, o)))),
        h("tbody", {}, groups.map(g => h("tr", {}, h("th", { scope: "row" }, g[0].subject), outlets.map(o => h("td", {}, h("ul", { class: "plain" }, g.filter(u => u.outlet === o).map(cell))))))))) : h("p", {}, "No loaded word among what is shown."));
  };
}
