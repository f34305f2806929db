import { Check, ChevronsUpDown } from 'lucide-react';
import { Content, Icon, Item, ItemIndicator, ItemText, Portal, Root, Trigger, Value, Viewport } from 'radix-ui/select';
import { useState } from 'react';
import { usePageRoot } from './page-root.ts';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps {
  /** The accessible name of the combobox. */
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly size?: 'small' | 'normal';
  readonly disabled?: boolean;
}

/**
 * A pop-up button: its value is visible without opening it. Role combobox. Only while it is open are all options drawn: a page
 * with 20 of them and 1,000 models took seconds.
 */
export function Select({ label, value, options, onChange, placeholder, size = 'normal', disabled }: SelectProps) {
  const [isOpen, setIsOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const drawn = isOpen ? options : options.filter((option) => option === chosen);
  return (
    <Root
      value={chosen?.value ?? ''}
      // Radix keeps a hidden select in forms, which says '' where the option isn't drawn.
      onValueChange={(next) => options.some((option) => option.value === next) && onChange(next)}
      disabled={disabled ?? false}
      open={isOpen}
      onOpenChange={setIsOpen}
    >
      <Trigger className={`popup${size === 'small' ? ' small' : ''}`} aria-label={label} title={chosen?.label}>
        <span className="clip">
          <Value placeholder={placeholder ?? ''}>{chosen?.label}</Value>
        </span>
        <Icon asChild>
          <ChevronsUpDown className="icon" />
        </Icon>
      </Trigger>
      <Portal container={usePageRoot()}>
        <Content className="menu" position="popper" sideOffset={4} collisionPadding={12}>
          <Viewport>
            {drawn.map((option) => (
              <Item
                key={option.value}
                className="menu-item"
                value={option.value}
                {...(option.disabled === undefined ? {} : { disabled: option.disabled })}
              >
                <ItemIndicator className="check">
                  <Check className="icon s13" />
                </ItemIndicator>
                <ItemText>{option.label}</ItemText>
              </Item>
            ))}
          </Viewport>
        </Content>
      </Portal>
    </Root>
  );
}
