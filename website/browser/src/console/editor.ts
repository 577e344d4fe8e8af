// Where the query is written.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { KEYWORDS, completer } from "./complete.ts";
import type { KnownTable } from "./knowledge.ts";

const DUCKDB = SQLDialect.define({
  keywords: KEYWORDS.join(" ").toLowerCase(),
  types: "bigint blob boolean date decimal double enum float hugeint integer interval list map smallint struct text time timestamp tinyint ubigint uuid varchar",
  doubleDollarQuotedStrings: true, operatorChars: "*+-%<>!=&|^/~?@:", identifierQuotes: '"', spaceAfterDashes: false,
});

// Colours come from the theme, so that light, dark and print follow it.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "color-mix(in srgb, var(--md-code-hl-keyword-color) 82%, var(--md-code-fg-color))", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "color-mix(in srgb, var(--md-code-hl-string-color) 82%, var(--md-code-fg-color))" },
  { tag: [tags.number, tags.bool, tags.null], color: "color-mix(in srgb, var(--md-code-hl-number-color) 60%, var(--md-code-fg-color))" },
  { tag: tags.comment, color: "color-mix(in srgb, var(--md-code-fg-color) 84%, var(--md-code-bg-color))" },
  { tag: tags.typeName, color: "color-mix(in srgb, var(--md-code-hl-constant-color) 60%, var(--md-code-fg-color))" },
  { tag: [tags.operator, tags.punctuation], color: "inherit" },
]);

const setMark = StateEffect.define<{ from: number; to: number } | null>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, change) {
    for (const effect of change.effects) if (effect.is(setMark)) return effect.value ? Decoration.set([Decoration.mark({ class: "console-wrong" }).range(effect.value.from, effect.value.to)]) : Decoration.none;
    return change.docChanged ? Decoration.none : held;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export interface Editor {
  /** What is written; `chosen` is the part that is selected, else the whole, and `from` where that begins. */
  read(): { text: string; chosen: string; from: number };
  /** Write something else; what was there comes back by undoing. */
  write(text: string): void;
  insert(text: string): void;
  replace(from: number, to: number, text: string): void;
  /** Mark what is wrong, or nothing. */
  mark(place: { from: number; to: number } | null): void;
  focus(): void;
}

/** Make an editor within an element. `run` is called on Ctrl+Enter or Cmd+Enter, `changed` after each change. */
export function makeEditor(parent: HTMLElement, text: string, tables: readonly KnownTable[], run: () => void, changed: () => void): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        autocompletion({ override: [completer(tables)], icons: false }), syntaxHighlighting(colours), sql({ dialect: DUCKDB }), marks, placeholder("SELECT …"),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Query in SQL", "aria-describedby": "console-keys", autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
        keymap.of([
          { key: "Mod-Enter", run: () => { run(); return true; } },
          { key: "Tab", run: (target) => completionStatus(target.state) === "active" && acceptCompletion(target) },
          ...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab,
        ]),
      ],
    }),
  });
  const change = (from: number, to: number, insert: string): void => {
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true });
  };
  return {
    read() {
      const whole = view.state.sliceDoc(), { from, to, empty } = view.state.selection.main;
      return empty ? { text: whole, chosen: whole, from: 0 } : { text: whole, chosen: whole.slice(from, to), from };
    },
    write(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    insert(words) {
      const { from, to } = view.state.selection.main;
      change(from, to, `${/[\w"]$/.test(view.state.sliceDoc(0, from)) ? " " : ""}${words}`);
      view.focus();
    },
    replace(from, to, words) {
      change(from, to, words);
      view.focus();
    },
    mark(place) {
      const most = view.state.doc.length;
      const within = place && place.from < most ? { from: place.from, to: Math.min(place.to, most) } : null;
      view.dispatch({ effects: setMark.of(within), ...(within ? { selection: { anchor: within.from }, scrollIntoView: true } : {}) });
    },
    focus: () => view.focus(),
  };
}
