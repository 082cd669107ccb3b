import { App } from './page/app';
import './styles/index.css';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has an element with the id "page"');
const app = new App(root);

// A fault of ours: the resident gets one sentence and a way on, never a page that stands still.
window.addEventListener('error', (fault) => {
  if (fault.error) app.dispatch({ type: 'crashed' });
});
window.addEventListener('unhandledrejection', () => app.dispatch({ type: 'crashed' }));

app.start();
