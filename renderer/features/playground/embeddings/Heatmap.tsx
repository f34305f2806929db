import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { STEP_THRESHOLDS, similarityStep, textName } from './similarity.ts';

/** The column of the texts' names, and what a figure needs. */
const HEAD_WIDTH_PX = 24;
const MIN_CELL_WIDTH_PX = 36;

/** The similarity of every pair of texts, as a color and a figure. */
export function Heatmap({ matrix }: { readonly matrix: readonly (readonly number[])[] }) {
  const names = matrix.map((_, index) => textName(index));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="heat-scroll" aria-label={playgroundText('embeddings.cosineSimilarity')} tabIndex={0}>
        <table
          className="heat"
          aria-label={playgroundText('embeddings.cosineSimilarity')}
          style={{ minWidth: HEAD_WIDTH_PX + names.length * MIN_CELL_WIDTH_PX }}
        >
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, rowIndex) => (
              <tr key={names[rowIndex]}>
                <th scope="row">{names[rowIndex]}</th>
                {row.map((similarity, index) => (
                  <td key={names[index]} className={index === rowIndex ? 'self' : `mix${similarityStep(similarity)}`}>
                    {index === rowIndex ? '1' : similarity.toFixed(2)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="scale" aria-hidden="true">
        <span>{playgroundText('embeddings.different')}</span>
        <span className="steps">
          {[0, ...STEP_THRESHOLDS].map((threshold, step) => (
            <span key={threshold}>
              <i className={`mix${step}`} />
              {threshold === 0 ? '0' : threshold.toFixed(2).slice(1)}
            </span>
          ))}
        </span>
        <span>{playgroundText('embeddings.same')}</span>
      </div>
    </>
  );
}
