import type { Page } from 'playwright-core';

/**
 * What of the shown page can't be reached or read at the window's width: content that is scrolled sideways, and controls and
 * texts that lie outside the window, are cut off, or are covered. What is two-dimensional by nature, such as code, may
 * scroll sideways in a box of its own that the keyboard reaches.
 */
export function reflowProblems(page: Page): Promise<string[]> {
  const functions = [
    describe,
    isUnseen,
    scrollsSideways,
    cutOff,
    isCovered,
    textProblems,
    controlProblems,
    bringIntoView,
    allProblems,
  ];
  return page.evaluate(`(() => { ${functions.map(String).join('\n')}\nreturn allProblems(); })()`);
}

/** Sets the spacing of text that a person may set without losing anything (WCAG 1.4.12). */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [style];
  });
}

// These run in the page, and so they use only one another. Layout is in fractions of a pixel, hence the 1 px.

function describe(element: Element): string {
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60);
  return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${words}"`;
}

/** Whether it is for screen readers only, or not shown at all. */
function isUnseen(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (getComputedStyle(at).clipPath === 'inset(50%)') return true;
  }
  return false;
}

function scrollsSideways(element: Element): boolean {
  const { overflowX } = getComputedStyle(element);
  return (overflowX === 'auto' || overflowX === 'scroll') && element.scrollWidth > element.clientWidth + 1;
}

/** How a part of `holder` is cut off for good: by a box that doesn't scroll that way, or by the window's sides. */
function cutOff(part: DOMRect, holder: Element): string | null {
  let scrollsDown = false;
  for (let at: Element | null = holder; at !== null && at !== document.body; at = at.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(at);
    if (position === 'fixed') break;
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    if (scrollsSideways(at)) return null;
    const box = at.getBoundingClientRect();
    if (part.left < box.left - 1 || part.right > box.right + 1) return `cut off at its side by ${describe(at)}`;
    scrollsDown ||= overflowY === 'auto' || overflowY === 'scroll';
    if (!scrollsDown && (part.top < box.top - 1 || part.bottom > box.bottom + 1))
      return `cut off at its end by ${describe(at)}`;
  }
  return part.left < -1 || part.right > innerWidth + 1 ? 'outside the window' : null;
}

function isCovered(control: Element, box: DOMRect): Element | 'nothing' | null {
  const middle = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
  const hit = document.elementFromPoint(box.left + box.width / 2, middle);
  if (hit === null) return 'nothing';
  return control.contains(hit) || hit.closest('label')?.contains(control) ? null : hit;
}

function textProblems(root: Element): string[] {
  const problems: string[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (holder === null || texts.currentNode.textContent?.trim() === '' || isUnseen(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const problem = [...range.getClientRects()].map((box) => cutOff(box, holder)).find(Boolean);
    if (problem) problems.push(`text ${problem}: ${describe(holder)}`);
  }
  return problems;
}

function controlProblems(root: Element): string[] {
  const problems: string[] = [];
  const controls = 'a[href], button, input, textarea, [role="option"], [tabindex]:not([tabindex="-1"])';
  for (const control of root.querySelectorAll(controls)) {
    // Some are drawn by their label.
    const shown = isUnseen(control) ? control.closest('label') : control;
    if (shown === null || isUnseen(shown)) continue;
    shown.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = shown.getBoundingClientRect();
    const problem = cutOff(box, shown);
    if (problem !== null) problems.push(`control ${problem}: ${describe(control)}`);
    const cover = isCovered(shown, box);
    if (cover !== null) {
      problems.push(`control covered by ${cover === 'nothing' ? cover : describe(cover)}: ${describe(control)}`);
    }
  }
  return problems;
}

/** What is shown at a control follows it when the window is scrolled, as a person would after the window became smaller. */
async function bringIntoView(root: Element): Promise<void> {
  const { top, bottom } = root.getBoundingClientRect();
  if (!root.closest('[data-radix-popper-content-wrapper]') || (top >= 0 && bottom <= innerHeight)) return;
  document.querySelector('.window')?.scrollBy(0, (top + bottom - innerHeight) / 2);
  for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
}

async function allProblems(): Promise<string[]> {
  const problems: string[] = [];
  // What an open dialog or menu lies on is out of reach until it closes.
  const root = [...document.querySelectorAll('[role="dialog"], [role="listbox"]')].at(-1) ?? document.body;
  await bringIntoView(root);
  if ((document.scrollingElement?.scrollWidth ?? 0) > innerWidth) problems.push('the document scrolls sideways');
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (scrollsSideways(element) && element.tabIndex < 0) problems.push(`scrolls sideways: ${describe(element)}`);
  }
  return [...new Set([...problems, ...textProblems(root), ...controlProblems(root)])];
}
