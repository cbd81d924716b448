import { readFileSync } from 'node:fs';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Deployment, type IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { type IService, Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readImage } from './image.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function read(name: string): KubernetesObject[] {
  const text = readFileSync(new URL(`../../deploy/kubernetes/${name}`, import.meta.url), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

const objects = [...read('tcbatch.yml'), ...read('scaling.yml')];
const ofKind = <Value>(kind: string) => objects.filter((each) => each.kind === kind) as unknown[] as Value[];
const deployments = ofKind<IDeployment>('Deployment');
const containers = deployments.flatMap(({ spec }) => spec?.template.spec?.containers ?? []);

/** By the schemas that Kubernetes and KEDA publish. */
const models = { Deployment, Service, PersistentVolumeClaim, ScaledObject };

describe('deploy/kubernetes', () => {
  it.each(objects.map((each) => [each.kind, each.metadata.name, each] as const))(
    '%s %s is what its schema asks for',
    (kind, _, object) => {
      const Model = models[kind as keyof typeof models];
      expect(() => new Model(object as never).validate()).not.toThrow();
    },
  );

  it('would be refused with a value of another kind', () => {
    const [deployment] = deployments;
    const wrong = { ...deployment, spec: { ...deployment?.spec, replicas: 'two' } };
    expect(() => new Deployment(wrong as unknown as IDeployment).validate()).toThrow(/replicas/);
  });

  it('gives every secret by reference', () => {
    const given = containers.flatMap(({ env = [] }) => env);
    expect(given.length).toBeGreaterThan(0);
    for (const { value, valueFrom } of given) {
      expect(value).toBeUndefined();
      expect(valueFrom?.secretKeyRef).toMatchObject({ name: 'tcbatch' });
    }
    expect(ofKind('Secret')).toEqual([]);
  });

  it('asks for health where the image tells it, and locks everything else', () => {
    const port = Number(readImage().environment.TCBATCH_METRICS_PORT);
    for (const container of containers) {
      expect(container.ports).toContainEqual({ name: 'metrics', containerPort: port });
      expect(container.livenessProbe?.httpGet).toEqual({ path: '/healthz', port: 'metrics' });
      expect(container.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'metrics' });
      expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
      expect(container.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
    }
    const [uid] = readImage().user.split(':').map(Number);
    for (const { spec } of deployments) expect(spec?.template.spec?.securityContext?.runAsUser).toBe(uid);
  });

  it('leads the service to the site, and the scaling to the workers', () => {
    const [service] = ofKind<IService>('Service');
    const web = deployments.find(({ metadata }) => metadata?.name === 'tcbatch-web');
    expect(service?.spec?.selector).toEqual(web?.spec?.template.metadata?.labels);
    const [scaled] = ofKind<ScaledObject>('ScaledObject');
    const target = deployments.find(({ metadata }) => metadata?.name === scaled?.spec?.scaleTargetRef.name);
    expect(target?.metadata?.name).toBe('tcbatch-worker');
    // A number of replicas in both places would have them change each other's.
    expect(target?.spec?.replicas).toBeUndefined();
    expect(scaled?.spec?.triggers[0]?.metadata.query).toContain('tcbatch_queue_length');
  });
});
