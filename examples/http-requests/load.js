// Load for the HTTP service, by k6: up to RATE requests a second, for as long as SECONDS.
//
//   k6 run --env URL=http://localhost:8080/ --env RATE=50 --env SECONDS=180 load.js
//
// It fails if more than one of a hundred requests does, or if more than one of twenty takes longer than P95 milliseconds (1000).
// Arrivals do not wait for answers, as people do not either.
import http from 'k6/http';
import { check } from 'k6';

const rate = Number(__ENV.RATE || 50);
const seconds = Number(__ENV.SECONDS || 180);

export const options = {
  scenarios: {
    rush: {
      executor: 'ramping-arrival-rate',
      startRate: Math.max(1, Math.round(rate / 10)),
      timeUnit: '1s',
      preAllocatedVUs: 2 * rate,
      stages: [
        { target: rate, duration: `${Math.ceil(seconds / 6)}s` },
        { target: rate, duration: `${Math.ceil((seconds * 5) / 6)}s` },
      ],
    },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    http_req_duration: [`p(95)<${Number(__ENV.P95 || 1000)}`],
  },
};

export default function () {
  const answer = http.get(__ENV.URL || 'http://localhost:8080/');
  check(answer, { 'is answered': (each) => each.status === 200 });
}
