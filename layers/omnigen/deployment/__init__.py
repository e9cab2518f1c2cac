"""What every host must provide: resources and the page's content security policy."""
