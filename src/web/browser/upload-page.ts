import { html, useEffect, useRef, useState } from '/assets/vendor/preact.js';
import type { ProblemDocument, Upload } from '../api-types.ts';
import { ask, Refusal } from './ask.ts';
import { type PageData, showPage } from './page.ts';
import { sendFile } from './send-file.ts';
import { ChooseManifest } from './views/choose-manifest.ts';
import { ManifestProblems } from './views/manifest-problems.ts';
import { PlanView } from './views/plan-view.ts';
import { ProblemNotice } from './views/problem-notice.ts';
import type { View } from './views/view.ts';

type Stage =
  | { readonly kind: 'choosing'; readonly problem: ProblemDocument | null }
  | {
      readonly kind: 'sending';
      readonly file: string;
      readonly share: number;
      readonly stop: AbortController;
    }
  | { readonly kind: 'checked'; readonly upload: Upload };

/** A manifest's way from a file to a run: choose, check, see the plan, confirm. */
function UploadPage({ mayAct }: PageData): View {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing', problem: null });
  useKeptUpload(setStage);
  if (!mayAct)
    return html`<h1>New run</h1><p class="lede">You are here to look only, and cannot start a run.</p>`;

  const choose = async (file: File, action: string | null) => {
    const stop = new AbortController();
    const onProgress = (share: number) => setStage({ kind: 'sending', file: file.name, share, stop });
    onProgress(0);
    try {
      const upload = await sendFile(file, { action, onProgress, signal: stop.signal });
      history.replaceState(null, '', `/upload#${upload.upload}`);
      setStage({ kind: 'checked', upload });
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof Refusal)) throw error;
      setStage({ kind: 'choosing', problem: error instanceof Refusal ? error.problem : null });
    }
  };
  const startOver = () => {
    if (stage.kind === 'checked')
      void ask(`/api/uploads/${stage.upload.upload}`, { method: 'DELETE' }).catch(() => null);
    history.replaceState(null, '', '/upload');
    setStage({ kind: 'choosing', problem: null });
  };
  return html`<h1>New run</h1>
    <${StageView} stage=${stage} onChoose=${choose} onStartOver=${startOver} />`;
}

/** A page that is loaded again goes on where it was. */
function useKeptUpload(setStage: (stage: Stage) => void): void {
  useEffect(() => {
    const kept = location.hash.slice(1);
    if (kept === '') return;
    ask<Upload>(`/api/uploads/${encodeURIComponent(kept)}`).then(
      (upload) => setStage({ kind: 'checked', upload }),
      () => history.replaceState(null, '', '/upload'),
    );
  }, []);
}

interface StageViewProps {
  readonly stage: Stage;
  readonly onChoose: (file: File, action: string | null) => void;
  readonly onStartOver: () => void;
}

function StageView({ stage, onChoose, onStartOver }: StageViewProps): View {
  switch (stage.kind) {
    case 'choosing':
      return html`<${ProblemNotice} problem=${stage.problem} /><${ChooseManifest} onChoose=${onChoose} />`;
    case 'sending':
      return html`<${SendingView} stage=${stage} />`;
    case 'checked':
      return html`<${CheckedView} upload=${stage.upload} onStartOver=${onStartOver} />`;
    default:
      return stage satisfies never;
  }
}

function SendingView({
  stage: { file, share, stop },
}: {
  readonly stage: Stage & { readonly kind: 'sending' };
}): View {
  return html`<section class="card" aria-labelledby="sending">
    <h2 id="sending">Checking ${file}</h2>
    <progress value=${share} max="1" aria-labelledby="sending"></progress>
    <p class="lede" role="status">${share < 1 ? 'It is checked while it arrives.' : 'It has arrived; the last rows are being checked.'}</p>
    <div class="row"><button type="button" onClick=${() => stop.abort()}>Stop</button></div>
  </section>`;
}

function CheckedView({
  upload,
  onStartOver,
}: {
  readonly upload: Upload;
  readonly onStartOver: () => void;
}): View {
  const heading = useRef<HTMLDivElement | null>(null);
  // Whoever hears the page instead of seeing it is told what came of the check.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return html`<div ref=${heading} tabindex="-1" class="page-part">
    ${
      upload.ok
        ? html`<${PlanView} upload=${upload} onStartOver=${onStartOver} />`
        : html`<${ManifestProblems} upload=${upload} onStartOver=${onStartOver} />`
    }
  </div>`;
}

showPage(UploadPage);
