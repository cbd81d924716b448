import { html } from '/assets/vendor/preact.js';
import type { ProblemDocument } from '../../api-types.ts';
import { useModal } from '../hooks/use-modal.ts';
import { ProblemNotice } from './problem-notice.ts';
import type { View } from './view.ts';

/** A question that must be answered before anything is done. */
export interface QuestionProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly isDanger?: boolean;
  readonly isUnderWay: boolean;
  readonly problem: ProblemDocument | null;
  readonly children: unknown;
  /** Called with what stands in the fields, by name. */
  readonly onYes: (fields: FormData) => void;
  readonly onNo: () => void;
}

export function Question(props: QuestionProps): View {
  const { title, yes, isDanger = false, isUnderWay, problem, children, onYes, onNo } = props;
  const dialog = useModal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onYes(new FormData(event.currentTarget as HTMLFormElement));
  };
  return html`<dialog ref=${dialog} aria-labelledby="question" onCancel=${onNo}>
    <form onSubmit=${submit}>
      <h2 id="question">${title}</h2>
      ${children}
      <${ProblemNotice} problem=${problem} />
      <div class="actions">
        <button type="button" onClick=${onNo}>Leave it</button>
        <button type="submit" data-kind=${isDanger ? 'danger' : 'primary'} disabled=${isUnderWay}>${yes}</button>
      </div>
    </form>
  </dialog>`;
}
