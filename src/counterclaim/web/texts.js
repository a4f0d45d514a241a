// A report's text with the evidence marked; a sentence leads to its claims, a claim to its sentence.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const ROLES = { trigger: "what", actor: "who", recipient: "to whom", place: "where", time: "when", quantity: "how many", source: "according to", cue: "cue" };

  // Cut [begin, end) of a text at the ends of spans, and give each piece to `make` with the spans that cover it.
  const cut = (begin, end, spans, make) => {
    const ends = [...new Set([begin, end, ...spans.flatMap(sp => [sp[0], sp[1]])])].filter(n => n >= begin && n <= end).sort((a, b) => a - b);
    return ends.slice(1).map((to, n) => make(ends[n], to, spans.filter(sp => sp[0] <= ends[n] && sp[1] >= to)));
  };

  const claimItem = (n, chosen) => {
    const c = cc.data.claims[n], incident = cc.data.incidents[c.incident];
    const who = [c.actors.join(", "), c.recipients.length ? `→ ${c.recipients.join(", ")}` : ""].filter(Boolean).join(" ");
    const chain = c.chain.map(name => name || "hearsay");
    return h("li", { id: `claim-${n + 1}`, class: chosen ? "chosen" : null, "aria-current": chosen ? "true" : null },
      h("p", { class: "what" }, cc.claimLink(n, cc.label(c.type)), c.factuality !== "actual" ? h("span", { class: "kind" }, c.factuality) : "", c.stance !== "asserts" ? h("span", { class: "kind kind-denial" }, c.stance) : ""),
      h("p", {}, [who, c.place, cc.time(c.when), c.counts.join(", ")].filter(Boolean).join(" · ")),
      h("p", { class: "by" }, "according to ", h("b", {}, chain.length ? chain.join(", by way of ") : cc.outlet(c))),
      h("p", { class: "small" }, cc.link({ incident: incident.id, claim: "", view: "" }, {}, cc.glyph(incident.status), `incident: ${cc.titleOf(incident)}`)));
  };

  cc.renderTexts = () => {
    const reports = cc.data.reports;
    const chosen = cc.data.claims[Number(cc.state.claim) - 1];
    const at = chosen ? chosen.report : Math.max(0, reports.findIndex(r => r.id === cc.state.report));
    const report = reports[at];
    if (!report) return cc.put("texts", cc.heading("texts", "The reports", "None."));
    const claims = cc.data.claims.map((c, n) => [c, n]).filter(([c]) => c.report === at && cc.heard(c));
    const spans = claims.filter(([c]) => c.evidence).map(([c, n]) => [c.evidence[0], c.evidence[1], n]);
    const roles = chosen ? chosen.spans : [];
    const piece = (from, to, over) => {
      if (!over.length) return report.text.slice(from, to);
      const mine = chosen && over.some(sp => cc.data.claims[sp[2]] === chosen);
      const next = over[(over.findIndex(sp => cc.data.claims[sp[2]] === chosen) + 1) % over.length][2];
      const odds = over.some(sp => cc.atOdds(cc.data.incidents[cc.data.claims[sp[2]].incident]));
      const inner = mine ? cut(from, to, roles, (a, b, within) => (within.length ? h("span", { class: `role role-${within[within.length - 1][2]}`, title: within.map(sp => ROLES[sp[2]]).join(", ") }, report.text.slice(a, b)) : report.text.slice(a, b))) : report.text.slice(from, to);
      return cc.link({ claim: next + 1, report: report.id, incident: "", view: "" }, { class: `ev${odds ? " odds" : ""}${mine ? " chosen" : ""}`, "aria-current": mine ? "true" : null, title: `${cc.count(over.length, "claim")} in this sentence` }, inner);
    };
    const paragraphs = [];
    for (const found of report.text.matchAll(/[^\n]+/g)) if (found[0].trim()) paragraphs.push(h("p", {}, cut(found.index, found.index + found[0].length, spans, piece)));
    const safe = /^https?:\/\//i.test(report.url || "");
    cc.put("texts", cc.heading("texts", "The reports", "Marked sentences hold claims; those of contested incidents have a double line. Choose one to see what was read in it."),
      h("ul", { class: "tabs" }, reports.map((r, n) => h("li", {}, cc.link({ report: r.id, claim: "", incident: "", view: "texts" }, { "aria-current": n === at ? "true" : null }, r.outlet || r.id, r.published ? h("span", { class: "via" }, ` ${cc.day(r.published)}`) : "")))),
      h("div", { class: "reading" }, h("div", { class: "text" }, h("h3", {}, report.title || report.id), h("p", { class: "by" }, [report.outlet, cc.day(report.published)].filter(Boolean).join(", "), safe ? [" · ", h("a", { href: report.url, rel: "noopener noreferrer nofollow" }, "source")] : ""),
        chosen && h("ul", { class: "roles" }, [...new Set(roles.map(r => r[2]))].map(r => h("li", { class: `role role-${r}` }, ROLES[r]))), h("div", { class: "body", dir: "auto" }, paragraphs)),
      h("div", { class: "beside", tabindex: "0", role: "region", "aria-label": "Claims of this report" }, h("h3", {}, cc.count(claims.length, "claim")), h("ul", { class: "plain claimlist" }, claims.map(([c, n]) => claimItem(n, c === chosen))))));
    const beside = document.querySelector(".beside"), item = beside.querySelector(".chosen");
    if (item) beside.scrollTop = item.offsetTop - beside.offsetTop - 8;
  };
}
