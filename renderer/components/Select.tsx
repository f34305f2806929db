import { Check, ChevronsUpDown } from 'lucide-react';
import { Content, Icon, Item, ItemIndicator, ItemText, Portal, Root, Trigger, Value, Viewport } from 'radix-ui/select';

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

/** A pop-up button: its value is visible without opening it. Role combobox. */
export function Select({ label, value, options, onChange, placeholder, size = 'normal', disabled }: SelectProps) {
  return (
    <Root value={value ?? ''} onValueChange={onChange} disabled={disabled ?? false}>
      <Trigger className={`popup${size === 'small' ? ' small' : ''}`} aria-label={label}>
        <span className="clip">
          <Value placeholder={placeholder ?? ''} />
        </span>
        <Icon asChild>
          <ChevronsUpDown className="icon" />
        </Icon>
      </Trigger>
      <Portal>
        <Content className="menu" position="popper" sideOffset={4} collisionPadding={12}>
          <Viewport>
            {options.map((option) => (
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
