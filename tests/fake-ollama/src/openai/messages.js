/** @import { Message } from '../types.ts' */
import { ApiError } from '../http/api-error.js';

/**
 * A part of a message's content list.
 * @typedef {{
 *   readonly type?: string,
 *   readonly text?: string,
 *   readonly image_url?: string | { readonly url?: string },
 * }} ContentPart
 */
/** @typedef {{ readonly id?: string, readonly function: { readonly name: string, readonly arguments: string } }} SentToolCall */
/**
 * A message of the Chat Completions API.
 * @typedef {{
 *   readonly role: string,
 *   readonly content?: string | readonly ContentPart[] | null,
 *   readonly tool_calls?: readonly SentToolCall[],
 *   readonly reasoning?: string,
 * }} SentMessage
 */

const IMAGE = /^data:(?:image\/(?:jpeg|jpg|png|webp))?;base64,(.*)$/;

function invalidMessage() {
  return new ApiError(400, 'invalid message format');
}

/**
 * The base64 data of an image given as a data URL.
 * @param {string} url
 */
export function imageData(url) {
  if (/^https?:\/\//.test(url)) {
    throw new ApiError(400, 'image URLs are not currently supported, please use base64 encoded data instead');
  }
  const data = IMAGE.exec(url)?.[1];
  if (data === undefined) throw new ApiError(400, 'invalid image input');
  return data;
}

/**
 * @param {string} role
 * @param {ContentPart | null} part
 * @returns {Message}
 */
function partMessage(role, part) {
  if (part?.type === 'text' && typeof part.text === 'string') return { role, content: part.text };
  if (part?.type !== 'image_url') throw invalidMessage();
  const url = typeof part.image_url === 'string' ? part.image_url : part.image_url?.url;
  if (typeof url !== 'string') throw invalidMessage();
  return { role, content: '', images: [imageData(url)] };
}

/** @param {SentToolCall} call */
function nativeCall({ id, function: { name, arguments: args } }) {
  try {
    return { id, function: { name, arguments: JSON.parse(args) } };
  } catch {
    throw new ApiError(400, 'invalid tool call arguments');
  }
}

/**
 * OpenAI's messages as native ones; each part of a content list becomes a message of its own.
 * @param {readonly SentMessage[]} messages
 * @returns {readonly Message[]}
 */
export function nativeMessages(messages) {
  return messages.flatMap(({ role, content, tool_calls: calls, reasoning }) => {
    if (Array.isArray(content)) return mergeImages(content.map((part) => partMessage(role, part)));
    if (typeof content !== 'string' && calls === undefined) {
      const type = content === null || content === undefined ? '<nil>' : typeof content;
      throw new ApiError(400, `invalid message content type: ${type}`);
    }
    return [
      {
        role,
        content: typeof content === 'string' ? content : '',
        ...(reasoning === undefined ? {} : { thinking: reasoning }),
        ...(calls ? { tool_calls: calls.map(nativeCall) } : {}),
      },
    ];
  });
}

/**
 * The last text of a list is what the model responds to, whatever its place among the pictures.
 * @param {readonly Message[]} messages
 */
function mergeImages(messages) {
  const images = messages.flatMap((message) => message.images ?? []);
  const texts = messages.filter((message) => message.images === undefined);
  if (images.length === 0 || texts.length === 0) return messages;
  return texts.map((text, i) => (i === texts.length - 1 ? { ...text, images } : text));
}
