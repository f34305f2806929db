import { ApiError } from '../http/api-error.js';

const IMAGE = /^data:(?:image\/(?:jpeg|jpg|png|webp))?;base64,(.*)$/;
const invalid = () => new ApiError(400, 'invalid message format');

/** The base64 data of an image given as a data URL. */
export function imageData(url) {
  if (/^https?:\/\//.test(url)) {
    throw new ApiError(400, 'image URLs are not currently supported, please use base64 encoded data instead');
  }
  const data = IMAGE.exec(url)?.[1];
  if (data === undefined) throw new ApiError(400, 'invalid image input');
  return data;
}

function partMessage(role, part) {
  if (part?.type === 'text' && typeof part.text === 'string') return { role, content: part.text };
  if (part?.type !== 'image_url') throw invalid();
  const url = typeof part.image_url === 'string' ? part.image_url : part.image_url?.url;
  if (typeof url !== 'string') throw invalid();
  return { role, content: '', images: [imageData(url)] };
}

function nativeCall({ id, function: { name, arguments: args } }) {
  try {
    return { id, function: { name, arguments: JSON.parse(args) } };
  } catch {
    throw new ApiError(400, 'invalid tool call arguments');
  }
}

/** OpenAI's messages as native ones; each part of a content list becomes a message of its own. */
export function nativeMessages(messages) {
  return messages.flatMap(({ role, content, tool_calls: calls, reasoning }) => {
    if (Array.isArray(content)) return mergeImages(content.map((part) => partMessage(role, part)));
    if (typeof content !== 'string' && calls === undefined) {
      throw new ApiError(
        400,
        `invalid message content type: ${content === null || content === undefined ? '<nil>' : typeof content}`,
      );
    }
    return [
      { role, content: content ?? '', thinking: reasoning, ...(calls ? { tool_calls: calls.map(nativeCall) } : {}) },
    ];
  });
}

/** The last text of a list is what the model answers to, whatever its place among the pictures. */
function mergeImages(messages) {
  const images = messages.flatMap((message) => message.images ?? []);
  const texts = messages.filter((message) => message.images === undefined);
  if (images.length === 0 || texts.length === 0) return messages;
  return texts.map((text, i) => (i === texts.length - 1 ? { ...text, images } : text));
}
