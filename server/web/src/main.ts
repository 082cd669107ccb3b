document.body.dataset.screen = 'loading';
