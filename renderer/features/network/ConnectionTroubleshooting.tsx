import { Disclosure } from '../../components/Disclosure.tsx';

/** This Mac's own requests pass no firewall and no router, so a test that passes can't say all. */
export function ConnectionTroubleshooting() {
  return (
    <div className="not-reached">
      <Disclosure title="If another device still can’t connect">
        <ul className="hint">
          <li>
            <b>It waits and gets no answer:</b> this Mac’s firewall may hold it back. Look at System Settings › Network
            › Firewall › Options, and allow incoming connections for Corral (and for ollama where no key is required).
            Guest networks that keep devices apart look the same.
          </li>
          <li>
            <b>“No route to host” at once, on a Mac, though its browser reaches other addresses:</b> that Mac keeps the
            app from its local network. There, allow the app in System Settings › Privacy &amp; Security › Local
            Network.
          </li>
          <li>
            <b>“Connection refused”:</b> the address is no longer this Mac’s. Compare it with the list above.
          </li>
          <li>
            <b>Only over Tailscale:</b> the tailnet’s access rules may not allow that device or port.
          </li>
        </ul>
      </Disclosure>
    </div>
  );
}
