// The data, what the reader has chosen, and how elements are made. Text only ever becomes text.
"use strict";
const page = JSON.parse(document.getElementById("data").textContent);
const chosen = { language: page.language, run: page.shown, step: 0, parcel: null };
let listeners = {};

function on(what, act) {
  (listeners[what] = listeners[what] || []).push(act);
}

function choose(what, value) {
  chosen[what] = value;
  for (const act of listeners[what] || []) act(value);
}

/** What is said in the reader's language: a reference to a shared text, or one in place. */
function t(text) {
  if (text === null || text === undefined) return "";
  if (typeof text !== "object") return String(text);
  return ("w" in text ? page.texts[text.w] : text)[chosen.language];
}

/** A word of the page itself, with its {placeholders} filled. */
function word(name, values) {
  return t(page.words[name]).replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

function make(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function clear(node) {
  node.replaceChildren();
  return node;
}

const tip = document.body.appendChild(make("div", { id: "tip", hidden: true, role: "tooltip" }));

function showTip(event, text) {
  tip.textContent = text;
  tip.hidden = false;
  const right = event.clientX + 16 + tip.offsetWidth > window.innerWidth;
  const low = event.clientY + 16 + tip.offsetHeight > window.innerHeight;
  tip.style.left = `${event.clientX + (right ? -tip.offsetWidth - 10 : 14)}px`;
  tip.style.top = `${event.clientY + (low ? -tip.offsetHeight - 10 : 14)}px`;
}

function hideTip() {
  tip.hidden = true;
}
