// Who holds what on the day asked about, according to whom.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const BASIS = { admitted: "admitted by an enemy", others: "said by others", "own word": "its own word", unclear: "by an armed party of unclear side", hearsay: "hearsay" };

  cc.basis = basis => BASIS[basis] || basis;

  // The state of each place: the last change up to the day.
  cc.controlNow = () => {
    const rows = cc.data.control.by[cc.asker()] || {};
    return Object.entries(rows).map(([key, changes]) => [key, changes.filter(s => !cc.state.day || s.day <= cc.state.day).pop()]).filter(([, s]) => s);
  };

  const age = state => {
    const last = cc.state.day || cc.days[cc.days.length - 1];
    const days = state.last && last ? Math.round((Date.parse(last) - Date.parse(state.last)) / 86400000) : 0;
    return days > cc.data.control.stale_days ? `${days} days old, stale` : "";
  };

  cc.renderControl = control => {
    const sorted = [...control].sort((a, b) => ["contested", "held", "unresolved"].indexOf(a[1].state) - ["contested", "held", "unresolved"].indexOf(b[1].state));
    const day = cc.state.day || cc.days[cc.days.length - 1];
    cc.put("control", cc.heading("control", "Who holds what", `${day ? `On ${cc.day(day)}` : "By what is told"}, according to ${cc.askerName()}.`),
      sorted.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of control" }, h("table", {}, h("thead", {}, h("tr", {}, ["Place", "State", "Holder, and on whose word", "Since", "Why"].map(t => h("th", { scope: "col" }, t)))),
        h("tbody", {}, sorted.map(([key, s]) => h("tr", {}, h("th", { scope: "row" }, cc.data.control.places[key].name, s.via ? h("span", { class: "via" }, ` by ${s.via}`) : ""),
          h("td", {}, h("span", { class: `state ${s.state}` }, s.state), s.besieged ? h("div", { class: "small" }, `besieged ${s.besieged}`) : ""),
          h("td", {}, s.holders.length ? h("ul", { class: "plain" }, s.holders.map(x => h("li", {}, h("b", {}, x.name), h("span", { class: "via" }, ` ${cc.basis(x.basis)}: ${x.origins.join(", ")}`)))) : "—"),
          h("td", {}, cc.day(s.since || s.last) || "—", age(s) && h("div", { class: "small" }, age(s))),
          h("td", {}, s.reason, s.except.length ? h("div", { class: "small" }, `except ${s.except.join(", ")}`) : "", s.notes.length ? h("div", { class: "small" }, s.notes.join("; ")) : "", " ", s.claims.slice(0, 6).map((c, n) => [cc.claimLink(c, `[${n + 1}]`), " "]))))))) : h("p", {}, "Nobody among those asked says who holds a place."),
      cc.data.control.undated > 0 && h("p", { class: "small" }, `${cc.count(cc.data.control.undated, "claim")} without any date left out.`));
  };
}
