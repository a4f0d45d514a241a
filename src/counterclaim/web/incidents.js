// Incidents as cards: what is at odds first, with its versions side by side, whose they are, and in which words.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const NAMES = { outcome: "what came of it", time: "when", place: "where", actor: "who did it", recipient: "to whom", means: "by what means", killed: "killed", injured: "injured" };
  cc.attribute = name => NAMES[name] || name.replaceAll("_", " ");
  const KINDS = { contradiction: "contradicts", denial: "denied", update: "updated", refinement: "made more precise" };

  const independent = version => new Set(version.claims.map(c => cc.data.origins[cc.data.claims[c].origin]).filter(o => o.kind !== "hearsay").map(o => o.side || o.key)).size;

  const versionBox = version => {
    const heard = version.claims.filter(c => cc.heard(cc.data.claims[c]));
    const seen = new Set();
    const told = heard.filter(c => !seen.has(cc.data.claims[c].sentence + cc.data.claims[c].origin) && seen.add(cc.data.claims[c].sentence + cc.data.claims[c].origin));
    const origins = independent(version);
    return h("div", { class: "version" },
      h("p", { class: "value" }, version.value),
      origins > 1 && h("p", { class: "small" }, `${origins} independent origins`),
      h("ul", { class: "plain" }, told.slice(0, 4).map(c => {
        const claim = cc.data.claims[c];
        return h("li", {}, h("p", { class: "by" }, cc.according(claim), claim.stance === "asserts" ? "" : h("span", { class: "stance" }, ` ${claim.stance} it`), claim.day ? h("span", { class: "via" }, `, ${cc.day(cc.data.reports[claim.report].published || claim.day)}`) : ""),
          h("blockquote", {}, cc.claimLink(c, claim.sentence)));
      })),
      told.length > 4 && h("p", { class: "small" }, `and ${told.length - 4} more`));
  };

  const attributeBlock = a => {
    const heard = a.versions.filter(v => v.claims.some(c => cc.heard(cc.data.claims[c])));
    const kinds = [...new Set(a.relations.map(r => r.kind))];
    const silent = a.versions.length - heard.length;
    return h("section", { class: "attribute" },
      h("h4", {}, cc.attribute(a.attribute), " ", kinds.map(k => h("span", { class: `kind kind-${k}` }, KINDS[k] || k))),
      h("div", { class: "versions" }, heard.map(versionBox)),
      silent > 0 && h("p", { class: "small" }, `${cc.count(silent, "other version")} not told ${cc.state.according ? `by ${cc.askerName()}` : "by then"}`));
  };

  const undisputed = attributes => h("dl", { class: "facts" }, attributes.map(a => {
    const heard = a.versions.filter(v => v.claims.some(c => cc.heard(cc.data.claims[c])));
    return heard.length > 0 && h("div", {}, h("dt", {}, cc.attribute(a.attribute)), h("dd", {}, heard.map((v, n) => [n ? h("span", { class: "via" }, a.relations.some(r => r.kind === "update") ? ", then " : "; also ") : "", v.value, " ",
      h("span", { class: "via" }, `(${[...new Set(v.claims.map(c => cc.data.origins[cc.data.claims[c].origin].name))].slice(0, 3).join(", ")})`)])));
  }));

  const card = (incident, open) => {
    const odds = cc.odds(incident);
    const rest = incident.attributes.filter(a => !odds.includes(a));
    const claims = incident.claims.filter(c => cc.heard(cc.data.claims[c]));
    const reports = new Set(claims.map(c => cc.data.claims[c].report)).size;
    const whole = incident.part_of && cc.data.incidents.find(i => i.id === incident.part_of);
    const body = [
      h("p", { class: "reasons" }, cc.badge(incident.status), " ", incident.reasons.join("; ")),
      odds.map(attributeBlock),
      undisputed(rest),
      whole && h("p", { class: "small" }, "Part of ", cc.link({ incident: whole.id }, {}, cc.titleOf(whole))),
      h("details", { class: "claims" }, h("summary", {}, `${cc.count(claims.length, "claim")} in ${cc.count(reports, "report")}`),
        h("ul", { class: "plain" }, claims.map(c => h("li", {}, h("p", { class: "by" }, cc.according(cc.data.claims[c])), h("blockquote", {}, cc.claimLink(c, cc.data.claims[c].sentence)))))),
    ];
    const title = [h("span", { class: "what" }, cc.titleOf(incident)), cc.who(incident) && h("span", { class: "who" }, cc.who(incident))];
    const chosen = cc.state.incident === incident.id;
    if (open) return h("article", { class: `card${chosen ? " chosen" : ""}`, id: `incident-${incident.id}`, tabindex: "-1" }, h("h3", {}, cc.link({ incident: incident.id }, { class: "self" }, title)), body);
    return h("details", { class: `card row${chosen ? " chosen" : ""}`, id: `incident-${incident.id}`, open: chosen },
      h("summary", {}, cc.glyph(incident.status), h("span", { class: "unseen" }, `${incident.status}: `), h("span", {}, title), h("span", { class: "tail" }, `${incident.status}, ${cc.count(new Set(claims.map(c => cc.data.claims[c].origin)).size, "origin")}`)), body);
  };

  cc.renderIncidents = shown => {
    const odds = shown.filter(cc.atOdds);
    const rank = i => [i.status === "contested" ? 0 : 1, -new Set(i.claims.map(c => cc.data.claims[c].report)).size, -cc.odds(i).length];
    odds.sort((a, b) => { const x = rank(a), y = rank(b); const at = x.findIndex((v, n) => v !== y[n]); return at < 0 ? 0 : x[at] - y[at]; });
    const others = shown.filter(i => !odds.includes(i));
    cc.put("contested", cc.heading("contested", "What is contested", odds.length ? `${cc.count(odds.length, "incident")} in which versions contradict each other or are denied${cc.state.according ? `; shown is what ${cc.askerName()} says` : ""}.` : "Nothing among what is shown: no version contradicts or denies another."), odds.map(i => card(i, true)));
    cc.put("others", cc.heading("others", odds.length ? "Not contested" : "Incidents", others.length ? `${cc.count(others.length, "incident")} that nobody contradicts; open one to read who says so.` : "None among what is shown."), others.map(i => card(i, false)));
  };
}
