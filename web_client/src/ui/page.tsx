// A page that stands alone: a sign, what is the matter, and a way on. It takes the focus, so that it is read out.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons';
import { LanguageChoice } from './language';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

export function Page({ icon, title, text, children }: Props): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [title]);
  return (
    <main class="entry centred">
      <section class="card page" aria-labelledby="page-title">
        <span class="sign">
          <Icon name={icon} />
        </span>
        <h1 id="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="lead" role="status">
          {text}
        </p>
        {children}
        <LanguageChoice />
      </section>
    </main>
  );
}
