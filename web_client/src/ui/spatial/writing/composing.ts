// What is being typed but not yet in the field: kana or pinyin, and what it can become. Signals, for the keyboard to show.
import { computed, signal } from '@preact/signals';
import { candidates, type Candidate } from './convert';
import { katakana, marked } from './kana';
import type { Script } from './layouts';
import type { Lexicon } from './lexicon';

const LONGEST = 40; // letters that are weighed at once
const LETTER = { latin: /^$/, kana: /^[ぁ-ゖー]$/, pinyin: /^[a-z']$/ } as const;

export class Composing {
  readonly script = signal<Script>('latin');
  readonly typed = signal('');
  readonly lexicons = signal<Partial<Record<Script, Lexicon>>>({});
  readonly offers = computed<readonly Candidate[]>(() => {
    const typed = this.typed.value;
    const script = this.script.value;
    return candidates(typed, this.lexicons.value[script] ?? null, asWritten(script, typed));
  });

  constructor(
    /** Into the field with it. */
    private readonly write: (text: string) => void,
  ) {}

  /** In another script; what is being typed is written as it stands. */
  change(script: Script): void {
    this.end();
    this.script.value = script;
  }

  type(key: string): void {
    if (!LETTER[this.script.value].test(key)) {
      this.first();
      this.write(key);
    } else if (this.typed.value.length < LONGEST) this.typed.value += key;
  }

  /** The kana typed last becomes small or voiced. */
  mark(): void {
    this.typed.value = marked(this.typed.value);
  }

  /** Takes back one letter; false when nothing was being typed. */
  erase(): boolean {
    const typing = this.typed.value !== '';
    this.typed.value = this.typed.value.slice(0, -1);
    return typing;
  }

  choose({ text, takes }: Candidate): void {
    this.typed.value = this.typed.value.slice(takes).replace(/^'/, '');
    this.write(text);
  }

  /** Takes what is offered first; false when nothing was being typed. */
  first(): boolean {
    const [offer] = this.offers.value;
    if (!offer) return false;
    this.choose(offer);
    return true;
  }

  /** Writes what is being typed as it stands. */
  end(): void {
    const typed = this.typed.value;
    this.typed.value = '';
    if (typed !== '') this.write(typed);
  }
}

function asWritten(script: Script, typed: string): readonly string[] {
  return script === 'kana' ? [typed, katakana(typed)] : [typed];
}
