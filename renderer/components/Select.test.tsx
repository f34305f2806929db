import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Select } from './Select.tsx';

const options = Array.from({ length: 100 }, (_, n) => ({ value: `model-${n}`, label: `Model ${n}` }));

test('draws its options only while it is open, as there can be very many', async () => {
  Element.prototype.scrollIntoView ??= () => undefined;
  const onChange = vi.fn();
  const { container, rerender } = render(
    <form>
      <Select label="Model" value="model-7" options={options} onChange={onChange} />
    </form>,
  );
  const box = screen.getByRole('combobox', { name: 'Model' });
  expect(box.textContent).toBe('Model 7');
  // It may be cut.
  expect(box.title).toBe('Model 7');
  // In a form Radix repeats those that are drawn in a hidden select.
  expect(container.querySelectorAll('option')).toHaveLength(1);
  box.focus();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findAllByRole('option')).toHaveLength(100);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(onChange.mock.calls).toEqual([['model-8']]);
  rerender(
    <form>
      <Select label="Model" value="model-90" options={options} onChange={onChange} />
    </form>,
  );
  expect(screen.getByRole('combobox', { name: 'Model' }).textContent).toBe('Model 90');
  expect(onChange.mock.calls.every(([value]) => value.startsWith('model-'))).toBe(true);
});
