// What is pasted from Word or a page keeps its headings, lists, tables, bold, italics and links, as
// Markdown.
// Nothing of what was pasted is put into the page: it is parsed apart, and its text is read.

const MARKED = "h1,h2,h3,h4,h5,h6,li,table,strong,b,em,i,a[href],[class*=Mso],[style*='mso-']";
const LEAVE_OUT = "script,style,meta,link,title,template";
const BLOCKS = "address,article,blockquote,div,dd,dl,dt,h1,h2,h3,h4,h5,h6,li,ol,p,pre,section,table,tbody,td,th,tr,ul";
const HEADING = /^(?:mso)?heading\s*([1-6])$/i;
const BULLETS = /^[·•o§▪\-–*]/;

export function pasteWords(event, field) {
  const html = event.clipboardData?.getData("text/html");
  const markdown = html && toMarkdown(html);
  if (!markdown) {
    return; // plain text is pasted as it is
  }
  event.preventDefault();
  const before = field.value.slice(0, field.selectionStart);
  const isBlock = markdown.includes("\n") || /^(#|- |1\. )/.test(markdown);
  const lead = isBlock && before && !before.endsWith("\n\n") ? "\n\n" : "";
  field.setRangeText(`${lead}${markdown}`, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// "" where nothing is marked: then the plain text says the same.
export function toMarkdown(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.body.querySelector(MARKED)) {
    return "";
  }
  const lines = [];
  blocks(page.body, lines, []);
  return joined(lines);
}

// Entries of a list stand together, everything else apart.
function joined(lines) {
  let all = "";
  let before = null;
  lines.forEach((line) => {
    if (before) {
      all += before.inList && line.inList ? "\n" : "\n\n";
    }
    all += line.text;
    before = line;
  });
  return all.trim();
}

function blocks(parent, lines, lists) {
  let run = [];
  const flush = () => {
    const text = inline(run);
    if (text) {
      lines.push({ text, inList: false });
    }
    run = [];
  };
  parent.childNodes.forEach((node) => {
    if (node.nodeType === Node.ELEMENT_NODE && isBlock(node)) {
      flush();
      block(node, lines, lists);
    } else if (node.nodeType === Node.ELEMENT_NODE || node.nodeType === Node.TEXT_NODE) {
      run.push(node);
    }
  });
  flush();
}

function isBlock(node) {
  return node.matches(BLOCKS) || node.querySelector(BLOCKS) !== null;
}

function block(node, lines, lists) {
  const level = headingLevel(node);
  if (level) {
    const text = inline([...node.childNodes]).replaceAll("**", "");
    if (text) {
      lines.push({ text: `${"#".repeat(level)} ${text}`, inList: false });
    }
  } else if (node.matches("ul,ol")) {
    blocks(node, lines, [...lists, { isNumbered: node.matches("ol"), number: 0 }]);
  } else if (node.matches("li")) {
    entry(node, lines, lists);
  } else if (isWordEntry(node)) {
    wordEntry(node, lines);
  } else if (node.matches("blockquote")) {
    const quoted = [];
    blocks(node, quoted, []);
    lines.push({ text: joined(quoted).replace(/^/gm, "> "), inList: false });
  } else if (node.matches("table") && isGrid(node)) {
    lines.push({ text: grid(node), inList: false });
  } else {
    blocks(node, lines, lists);
  }
}

// A table of one row or column, or with another inside, is there for the looks: its words alone stay.
function isGrid(table) {
  return table.rows.length > 1 && !table.querySelector("table") && [...table.rows].some((row) => row.cells.length > 1);
}

// The first row is the head: Markdown knows no table without one.
function grid(table) {
  const rows = [...table.rows].map((row) => [...row.cells].flatMap((cell) => [cellWords(cell), ...Array(Math.max(0, Math.min(cell.colSpan, 20) - 1)).fill("")]));
  const width = Math.max(...rows.map((row) => row.length));
  const [head, ...rest] = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [head.replaceAll("**", ""), `|${" --- |".repeat(width)}`, ...rest].join("\n");
}

function cellWords(cell) {
  const lines = [];
  blocks(cell, lines, []);
  return lines.map((line) => line.text).join(" ").replace(/\s*\\?\n\s*/g, " ").replaceAll("|", "\\|");
}

function headingLevel(node) {
  if (/^H[1-6]$/.test(node.tagName)) {
    return Number(node.tagName[1]);
  }
  const named = [...node.classList].map((name) => HEADING.exec(name)).find(Boolean);
  const outline = /mso-outline-level:\s*([1-6])\b/i.exec(node.getAttribute("style") ?? "");
  return Number((named ?? outline)?.[1] ?? 0);
}

function entry(node, lines, lists) {
  const own = [...node.childNodes].filter((kid) => !(kid.nodeType === Node.ELEMENT_NODE && kid.matches("ul,ol")));
  const list = lists.at(-1) ?? { isNumbered: false };
  list.number += 1;
  const mark = list.isNumbered ? `${list.number}.` : "-";
  lines.push({ text: `${"    ".repeat(Math.max(0, lists.length - 1))}${mark} ${inline(own)}`, inList: true });
  [...node.children].filter((kid) => kid.matches("ul,ol")).forEach((kid) => block(kid, lines, lists));
}

// Word marks an entry by its class or style, and prints the sign in a part that is to be ignored.
function isWordEntry(node) {
  return /MsoListParagraph/i.test(node.className) || /mso-list:\s*l\d/i.test(node.getAttribute("style") ?? "");
}

function wordEntry(node, lines) {
  const sign = [...node.querySelectorAll("[style]")].find((part) => /mso-list:\s*ignore/i.test(part.getAttribute("style")));
  const shown = sign?.textContent.replaceAll("\u00a0", " ").trim() ?? "";
  sign?.remove();
  const depth = Number(/mso-list:\s*l\d+\s+level(\d)/i.exec(node.getAttribute("style") ?? "")?.[1] ?? 1);
  const text = inline([...node.childNodes]);
  const isNumbered = /^\(?[0-9a-z]{1,3}[.)]/i.test(shown) && !BULLETS.test(shown);
  const mark = isNumbered ? "1." : "-";
  if (text) {
    lines.push({ text: `${"    ".repeat(depth - 1)}${mark} ${text}`, inList: true });
  }
}

function inline(nodes) {
  return nodes
    .map(piece)
    .join("")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ *\n */g, "\n")
    .trim();
}

function piece(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    return escaped(node.data.replace(/\s+/g, " "));
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEAVE_OUT)) {
    return "";
  }
  if (node.tagName === "BR") {
    return "\\\n";
  }
  const inner = [...node.childNodes].map(piece).join("");
  if (node.tagName === "A") {
    return linked(inner, node.getAttribute("href") ?? "");
  }
  const style = node.getAttribute("style") ?? "";
  // Word says "mso-bidi-font-weight:normal" of words that are bold.
  if (node.matches("strong,b") ? !/(^|[;\s])font-weight:\s*(normal|400)/i.test(style) : /(^|[;\s])font-weight:\s*(bold|[67]00)/i.test(style)) {
    return around(inner, "**");
  }
  if (node.matches("em,i") ? !/(^|[;\s])font-style:\s*normal/i.test(style) : /(^|[;\s])font-style:\s*italic/i.test(style)) {
    return around(inner, "*");
  }
  return inner;
}

function around(inner, sign) {
  const [, front, text, back] = /^(\s*)([^]*?)(\s*)$/.exec(inner);
  return text && !text.includes(sign) ? `${front}${sign}${text}${sign}${back}` : inner;
}

function linked(inner, href) {
  const isKept = /^(https?:\/\/|mailto:)[^\s<>]+$/i.test(href);
  return isKept && inner.trim() ? `[${inner.trim()}](<${href}>)` : inner;
}

// Signs that would mean something in Markdown are words here.
function escaped(text) {
  return text.replace(/[\\`*_[\]<>]/g, "\\$&").replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, "$1\\$2");
}
